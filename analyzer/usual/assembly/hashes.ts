/** dissect/pairHash.ts */

const MIX_1: u32 = 0x9e37_79b1;
const MIX_2: u32 = 0x85eb_ca6b;
const MIX_3: u32 = 0xc2b2_ae35;

function mix(word: u32): u32 {
  let h = (word ^ (word >> 16)) * MIX_2;
  h = (h ^ (h >> 13)) * MIX_3;
  return h ^ (h >> 16);
}

export function hash3(a: u32, b: u32, c: u32): u32 {
  return mix((mix((a * MIX_1) ^ b) * MIX_2) ^ c);
}
