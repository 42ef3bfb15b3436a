/** The statistics blocks of a pcapng stream as lines, read independently of the product. https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-02.html 4.6 */

const STATISTICS = 5;
const ENHANCED_PACKET = 6;
const counters: Readonly<Record<number, string>> = { 4: 'received', 5: 'kernelDrops', 7: 'queueDrops', 8: 'delivered' };

export interface Statistics {
  readonly comment: string;
  /** ns. */
  readonly from: bigint;
  readonly until: bigint;
  readonly counts: Readonly<Record<string, number>>;
  /** Packet blocks before this block. */
  readonly packetsBefore: number;
}

export function statisticsOf(bytes: Uint8Array): Statistics[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: Statistics[] = [];
  let packetsBefore = 0;
  for (let at = 0; at + 12 <= bytes.length; at += view.getUint32(at + 4, true)) {
    const type = view.getUint32(at, true);
    if (type === ENHANCED_PACKET) packetsBefore++;
    if (type === STATISTICS) found.push({ ...readOptions(view, at + 20, at + view.getUint32(at + 4, true) - 4), packetsBefore });
  }
  return found;
}

function readOptions(view: DataView, start: number, end: number): Omit<Statistics, 'packetsBefore'> {
  const counts: Record<string, number> = {};
  let [comment, from, until] = ['', 0n, 0n];
  const time = (at: number): bigint => (BigInt(view.getUint32(at, true)) << 32n) | BigInt(view.getUint32(at + 4, true));
  for (let at = start; at + 4 <= end;) {
    const [code, length] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    if (code === 0) break;
    if (code === 1) comment = new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at + 4, length));
    else if (code === 2) from = time(at + 4);
    else if (code === 3) until = time(at + 4);
    else if (counters[code]) counts[counters[code]] = Number(view.getBigUint64(at + 4, true));
    at += 4 + ((length + 3) & ~3);
  }
  return { comment, from, until, counts };
}
