/** Hashes of network addresses, so that a packet finds its association and its path without a string. */

const MIX_1 = 0x9e37_79b1;
const MIX_2 = 0x85eb_ca6b;
const MIX_3 = 0xc2b2_ae35;

/** Spreads every input bit over the word (the finaliser of MurmurHash3). */
export function mix(h: number): number {
  h = Math.imul(h ^ (h >>> 16), MIX_2);
  h = Math.imul(h ^ (h >>> 13), MIX_3);
  return h ^ (h >>> 16);
}

export function addressHash(bytes: Uint8Array, at: number, length: number): number {
  let h = length;
  for (let i = at; i < at + length; i += 4) {
    h = mix(h ^ ((bytes[i]! << 24) | (bytes[i + 1]! << 16) | (bytes[i + 2]! << 8) | bytes[i + 3]!)) + MIX_1;
  }
  return h | 0;
}

/** Of a source and a destination: the way back has another hash. */
export function pairHash(source: number, destination: number): number {
  return mix((Math.imul(source, MIX_1) ^ (destination + MIX_3)) | 0);
}

/** Of three words, in this order. */
export function hash3(a: number, b: number, c: number): number {
  return mix(Math.imul(mix(Math.imul(a, MIX_1) ^ b), MIX_2) ^ c);
}
