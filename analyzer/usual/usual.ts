/** What of an input may be read by WebAssembly. Either is undefined where that is not wanted or not there. */
import type { UsualLines } from './usualLines.ts';
import type { UsualPackets } from './usualPackets.ts';

export interface Usual {
  readonly lines?: UsualLines | undefined;
  readonly packets?: UsualPackets | undefined;
}
