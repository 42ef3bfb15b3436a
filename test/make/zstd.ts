/** zstd without a compressor: frames of stored blocks, and skippable frames. RFC 8878. */
import { join, u32, type Bytes } from './packets.ts';

/** Magic, descriptor, window (0 is 1 KB, which no block may exceed), blocks. */
export function storedFrame(content: Uint8Array, blockLength = 1000, window = 0): Bytes {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < content.length || at === 0; at += blockLength) {
    const block = content.subarray(at, at + blockLength);
    const header = (block.length << 3) | (at + blockLength >= content.length ? 1 : 0);
    parts.push(Uint8Array.of(header & 255, (header >> 8) & 255, header >> 16), block);
  }
  return join([0x28, 0xb5, 0x2f, 0xfd, 0, window], ...parts);
}

export const skippable = (length: number): Bytes => join([0x53, 0x2a, 0x4d, 0x18], u32(length).toReversed(), new Uint8Array(length).fill(0xab));
