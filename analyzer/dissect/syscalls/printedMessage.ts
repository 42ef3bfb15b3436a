/** The bytes of a Diameter message that one line of a log prints, decoded again on demand. RFC 6733 3 tells where a message begins. */
import { Quoted } from './quoted.ts';

const QUOTE = 0x22;
const HEADER_BYTES = 20;
const MOST_BYTES = 64 * 1024;

/** The `index`-th message of the line (sendmmsg prints several); empty when the line shows none. */
export function printedDiameter(line: Uint8Array, index: number): Uint8Array {
  const quoted = new Quoted();
  const target = new Uint8Array(MOST_BYTES);
  let length = 0;
  let found = -1;
  for (let at = line.indexOf(QUOTE); at >= 0 && at < line.length; at = line.indexOf(QUOTE, at)) {
    const isContinued = found === index && length === HEADER_BYTES;
    const start = isContinued ? length : 0;
    at = quoted.decode(line, at, line.length, target, start, target.length);
    // A message in several iovecs has its header alone in the first.
    if (isContinued) return target.subarray(0, length + quoted.length);
    if (quoted.length < HEADER_BYTES || target[0] !== 1) continue;
    length = quoted.length;
    if (++found === index && length > HEADER_BYTES) return target.subarray(0, length);
  }
  return target.subarray(0, found === index ? length : 0);
}
