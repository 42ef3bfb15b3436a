// @ts-check
/** Messages with typed arrays as bytes: a JSON of the message with places for its arrays, then the arrays. */

const kinds = { Uint8Array, Uint32Array, Float64Array };

/** @param {unknown} message @returns {Uint8Array} */
export function encode(message) {
  /** @type {Uint8Array[]} */
  const parts = [];
  let at = 0;
  const json = new TextEncoder().encode(JSON.stringify(message, (_, value) => {
    if (!ArrayBuffer.isView(value)) return value;
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    const place = { $: value.constructor.name, at, length: bytes.length };
    const padded = Math.ceil(bytes.length / 8) * 8;
    parts.push(bytes, new Uint8Array(padded - bytes.length));
    at += padded;
    return place;
  }));
  const head = new Uint8Array(8 + Math.ceil(json.length / 8) * 8);
  new DataView(head.buffer).setUint32(0, json.length);
  head.set(json, 8);
  const whole = new Uint8Array(head.length + at);
  whole.set(head);
  let offset = head.length;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** @param {ArrayBuffer} buffer @returns {unknown} */
export function decode(buffer) {
  const length = new DataView(buffer).getUint32(0);
  const start = 8 + Math.ceil(length / 8) * 8;
  return JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length)), (_, value) => {
    if (typeof value !== 'object' || value === null || !('$' in value)) return value;
    const kind = kinds[/** @type {keyof typeof kinds} */ (value.$)];
    return new kind(buffer, start + value.at, value.length / kind.BYTES_PER_ELEMENT);
  });
}
