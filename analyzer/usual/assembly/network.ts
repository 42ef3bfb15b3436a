/** Numbers in network byte order. The caller knows that they are there. */

@inline
export function be16(at: usize): i32 {
  return <i32>bswap<u16>(load<u16>(at));
}

@inline
export function be24(at: usize): i32 {
  return <i32>(bswap<u32>(load<u32>(at)) >> 8);
}

@inline
export function be32(at: usize): u32 {
  return bswap<u32>(load<u32>(at));
}
