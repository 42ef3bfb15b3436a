/** Diameter messages and AVPs built by hand. */

export interface AvpOptions {
  readonly vendor?: number;
  /** M by default; V is added for a vendor. */
  readonly flags?: number;
  /** A length other than the true one. */
  readonly length?: number;
}

export function u32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

export const text = (value: string): Uint8Array => new TextEncoder().encode(value);

export function avp(code: number, data: Uint8Array | string | number, options: AvpOptions = {}): Uint8Array {
  const bytes = typeof data === 'string' ? text(data) : typeof data === 'number' ? u32(data) : data;
  const { vendor, flags = 0x40 } = options;
  const header = vendor === undefined ? 8 : 12;
  const length = options.length ?? header + bytes.length;
  const padding = new Uint8Array((4 - (bytes.length & 3)) & 3);
  return join(
    u32(code), u32((((flags | (vendor === undefined ? 0 : 0x80)) << 24) | length) >>> 0),
    vendor === undefined ? new Uint8Array(0) : u32(vendor), bytes, padding,
  );
}

export interface HeaderOptions {
  readonly flags?: number;
  readonly command?: number;
  readonly application?: number;
  readonly hopByHop?: number;
  readonly endToEnd?: number;
  readonly length?: number;
}

/** A Credit-Control-Request unless told otherwise. */
export function message(options: HeaderOptions, ...avps: readonly Uint8Array[]): Uint8Array {
  const body = join(...avps);
  const { flags = 0xc0, command = 272, application = 4, hopByHop = 1, endToEnd = 2, length = 20 + body.length } = options;
  return join(u32(((1 << 24) | length) >>> 0), u32(((flags << 24) | command) >>> 0), u32(application), u32(hopByHop), u32(endToEnd), body);
}
