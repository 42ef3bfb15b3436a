/** From a packet to its chunks: rows of a packet are neighbours in every chunk table. */
import type { Trace } from '../trace/trace.ts';

/** First rows of a packet's chunks: rows [first[p], first[p + 1]) belong to packet p. */
export class ChunkIndex {
  readonly data: Uint32Array;
  readonly sacks: Uint32Array;

  constructor(trace: Trace) {
    const index = (rows: { readonly packet: Uint32Array; readonly length: number }): Uint32Array => {
      const first = new Uint32Array(trace.packets.length + 1);
      let row = 0;
      for (let packet = 0; packet < trace.packets.length; packet++) {
        first[packet] = row;
        while (row < rows.length && rows.packet[row]! === packet) row++;
      }
      first[trace.packets.length] = row;
      return first;
    };
    this.data = index(trace.dataChunks);
    this.sacks = index(trace.sacks);
  }
}
