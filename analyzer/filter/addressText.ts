/** Addresses as people write them, with an optional prefix length: "10.0.0.2", "10.0.0.0/24", "fd00::1" (RFC 4291 2.2). */

export interface Address {
  /** 4 or 16 octets. */
  readonly octets: readonly number[];
  /** Leading bits that count. */
  readonly bits: number;
  readonly text: string;
}

export function parseAddress(text: string): Address | undefined {
  const [host = '', prefix, ...more] = text.split('/');
  const octets = host.includes(':') ? ofIpv6(host) : ofIpv4(host);
  if (!octets || more.length > 0) return undefined;
  if (prefix === undefined) return { octets, bits: octets.length * 8, text };
  const bits = /^\d{1,3}$/.test(prefix) ? Number(prefix) : NaN;
  return bits <= octets.length * 8 ? { octets, bits, text } : undefined;
}

function ofIpv4(text: string): number[] | undefined {
  const parts = text.split('.');
  const octets = parts.map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : NaN));
  return parts.length === 4 && octets.every((octet) => octet <= 255) ? octets : undefined;
}

function ofIpv6(text: string): number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':'))) as [string[], string[] | undefined];
  const groups = tail ? [...head, ...Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0'), ...tail] : head;
  if (groups.length !== 8 || !groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff]);
}

/** `address` lies in the network that `wanted` names. */
export function isWithin(address: Address, wanted: Address): boolean {
  if (address.octets.length !== wanted.octets.length) return false;
  for (let bit = 0; bit < wanted.bits; bit += 8) {
    const shift = Math.max(0, 8 - (wanted.bits - bit));
    if (address.octets[bit / 8]! >> shift !== wanted.octets[bit / 8]! >> shift) return false;
  }
  return true;
}
