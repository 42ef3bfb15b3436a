/** From a packet to its chunks: rows of a packet are neighbours in every chunk table. */
import type { Trace } from '../trace/trace.ts';

/** First rows of a packet's chunks: rows [first[p], first[p + 1]) belong to packet p. */
export class ChunkIndex {
  readonly data: Uint32Array;
  readonly sacks: Uint32Array;

  constructor({ packets, dataChunks, sacks }: Trace) {
    this.data = firstRows(dataChunks.packet, dataChunks.length, packets.length);
    this.sacks = firstRows(sacks.packet, sacks.length, packets.length);
  }
}

/** `packetOf` has the packet of each of `rows` rows, in order. */
function firstRows(packetOf: Uint32Array, rows: number, packets: number): Uint32Array {
  const first = new Uint32Array(packets + 1);
  let row = 0;
  // No row is of the packet after the last: nothing is left to do behind the loop, for which V8 would have no code.
  for (let packet = 0; packet <= packets; packet++) {
    first[packet] = row;
    while (row < rows && packetOf[row] === packet) row++;
  }
  return first;
}
