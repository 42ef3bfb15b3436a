/**
 * The send window of one side of an association as its capture shows it, RFC 9260 6.2.1: every packet of that side's DATA and of the
 * other side's SACKs becomes a sample of a_rwnd, outstanding payload bytes and what happened. `outstanding` and everything computed
 * from it are derived: they hold at the capture point.
 */
import { DataFlag, PacketFlag } from '../trace/schema.ts';
import { isAfter, isAtOrAfter, serialDistance } from '../trace/serial.ts';
import { countUpTo } from '../trace/search.ts';
import { createTable, type Table } from '../trace/table.ts';
import { RoundTrips } from './roundTrips.ts';
import type { Trace } from '../trace/trace.ts';

const sampleSchema = {
  time: Float64Array, // ns on the axis
  packet: Uint32Array,
  aRwnd: Uint32Array, // bytes, last advertised by the receiver; UNKNOWN_WINDOW before the first
  outstanding: Uint32Array, // payload bytes sent and not acknowledged, after this packet
  chunks: Uint32Array, // outstanding DATA chunks
  held: Uint32Array, // chunks not yet acknowledged cumulatively: the sender's buffer keeps them
  dataLength: Uint32Array, // payload bytes of the first new DATA chunk in the packet, 0 when none
  what: Uint16Array, // Happening bits
  path: Uint8Array,
};

export type Samples = Table<typeof sampleSchema>;

export const UNKNOWN_WINDOW = 0xffff_ffff;

export const Happening = {
  Data: 1,
  Sack: 2,
  /** The cumulative TSN ack moved. */
  Progress: 4,
  /** The SACK reports gaps. */
  Gap: 8,
  /** A TSN sent again for want of room at the peer: a probe of the closed window (RFC 9260 6.1 A), or DATA that the peer dropped then (6.2). */
  ZeroWindowProbe: 16,
  /** After three gap reports, RFC 9260 7.2.4. */
  FastRetransmit: 32,
  /** By the T3-rtx timer, RFC 9260 6.3.3. */
  TimerRetransmit: 64,
  /** A retransmission on another path than the original's. */
  OtherPath: 128,
  /** The SACK reports duplicate TSNs. */
  DuplicateReport: 256,
  /** Any other packet of the receiver: it is alive. */
  Alive: 512,
  /** The peer's window has had no room since the oldest outstanding TSN was sent: gaps and retransmissions are no loss. */
  Tight: 1024,
  /** Gaps are reported that only a retransmission closed: what the receiver holds behind a lost TSN takes its window, so a small window is loss and no slow reader. Gaps that close by themselves are reordering. */
  Holes: 2048,
  /** A retransmission that was acknowledged sooner than any round trip allows, or that the receiver reports as a duplicate: the original had arrived (the ideas of RFC 3522 and 3708). */
  Spurious: 4096,
} as const;

export const isRetransmission = (what: number): boolean => (what & (Happening.FastRetransmit | Happening.TimerRetransmit)) !== 0;

/** TSNs followed at once; more outstanding chunks than this are not counted. */
const MOST_OUTSTANDING = 1 << 16;
const LEAST_RING = 64;

/** A power of two that holds all of an association's TSNs, or MOST_OUTSTANDING: a flood of associations must not cost a big ring each. */
function ringSize(index: ChunkIndex, rows: Uint32Array): number {
  let chunks = 0;
  for (const packet of rows) chunks += index.data[packet + 1]! - index.data[packet]!;
  let size = LEAST_RING;
  while (size < chunks && size < MOST_OUTSTANDING) size *= 2;
  return size;
}

/** Gap reports are followed so far beyond the cumulative TSN ack: a hostile capture must not make every SACK cost 65536 steps. */
const GAP_REACH = 2048;

const State = { Free: 0, Outstanding: 1, GapAcked: 2 } as const;

/** Reported missing so often, a TSN is retransmitted fast. RFC 9260 7.2.4. */
const MISSING_REPORTS = 3;

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

export interface SendWindow {
  readonly association: number;
  /** Which endpoint's sending this is. */
  readonly sender: 0 | 1;
  readonly samples: Samples;
  /** By path of the association; undefined where no DATA went. */
  readonly roundTrips: readonly (RoundTrips | undefined)[];
  /** Largest a_rwnd of a SACK, bytes; 0 without one. */
  readonly largestARwnd: number;
  /** Time of the association's last packet. */
  readonly end: number;
}

export const createSamples = (): Samples => createTable(sampleSchema);

/** Follows the packets of one association, in order of time, from the view of one sender. */
export function replaySendWindow(
  trace: Trace, index: ChunkIndex, rows: Uint32Array, association: number, sender: 0 | 1, timeOf: (packet: number) => number, samples = createSamples(),
): SendWindow {
  const { packets, dataChunks, sacks, gapBlocks } = trace;
  samples.length = 0;
  samples.reserve(rows.length);
  const ring = ringSize(index, rows);
  const mask = ring - 1;
  const lengths = new Uint32Array(ring);
  const sentAt = new Float64Array(ring);
  const sentOn = new Uint8Array(ring);
  const transmissions = new Uint8Array(ring);
  const missing = new Uint8Array(ring);
  const state = new Uint8Array(ring);
  /** Sample row and time of a TSN's last retransmission. */
  const retransmittedIn = new Uint32Array(ring);
  const retransmittedAt = new Float64Array(ring);
  const roundTrips: (RoundTrips | undefined)[] = [];
  let begun = false;
  let cumulative = 0; // highest TSN acknowledged cumulatively
  let highest = 0; // highest TSN sent
  const peer = trace.associations[association]!.endpoints[1 - sender]!;
  let aRwnd = peer.init?.aRwnd ?? UNKNOWN_WINDOW;
  let largestARwnd = 0;
  let outstanding = 0;
  let chunks = 0;
  let unanswered = false;
  let holes = false;
  let holesSince = 0; // sample row
  let lossInHoles = false;
  let held = 0;
  /** Sample rows of fast retransmissions that no duplicate report has answered yet. */
  const fastRows: number[] = [];
  let firstFast = 0;
  /** Last time a SACK left no room for the longest outstanding kind of chunk. */
  let tightAt = -Infinity;
  let longest = 0;

  const release = (tsn: number, time: number): void => {
    const slot = tsn & mask;
    if (state[slot] === State.Outstanding) {
      outstanding -= lengths[slot]!;
      chunks--;
      // Karn: a retransmitted TSN does not tell which transmission was acknowledged (RFC 9260 6.3.1 C5).
      if (transmissions[slot] === 1) (roundTrips[sentOn[slot]!] ??= new RoundTrips()).add(time - sentAt[slot]!);
      else if (time - retransmittedAt[slot]! < (roundTrips[sentOn[slot]!]?.minimum ?? 0) / 2) markSpurious(samples, retransmittedIn[slot]!);
      else lossInHoles = true;
    }
  };

  for (const packet of rows) {
    const fromSecond = (packets.flags[packet]! & PacketFlag.FromSecond) !== 0;
    const time = timeOf(packet);
    const path = packets.path[packet]!;
    let what = 0;
    let dataLength = 0;
    if (fromSecond === (sender === 1)) {
      for (let d = index.data[packet]!; d < index.data[packet + 1]!; d++) {
        const tsn = dataChunks.tsn[d]!;
        if (!begun) {
          begun = true;
          cumulative = (tsn - 1) >>> 0;
          highest = cumulative;
        }
        const slot = tsn & mask;
        const length = dataChunks.size[d]!;
        if ((dataChunks.flags[d]! & DataFlag.Retransmitted) === 0) {
          what |= Happening.Data;
          if (dataLength === 0) dataLength = length;
          if (isAtOrAfter(cumulative, tsn) || serialDistance(tsn, cumulative) >= ring) continue;
          lengths[slot] = length;
          longest = Math.max(longest, length);
          sentAt[slot] = time;
          sentOn[slot] = path;
          transmissions[slot] = 1;
          missing[slot] = 0;
          state[slot] = State.Outstanding;
          outstanding += length;
          chunks++;
          held++;
          if (isAfter(tsn, highest)) highest = tsn;
        } else {
          const known = state[slot] === State.Outstanding && !isAtOrAfter(cumulative, tsn);
          const room = aRwnd === UNKNOWN_WINDOW ? Infinity : aRwnd - (outstanding - (known ? lengths[slot]! : 0));
          if (known && ((room < lengths[slot]! && !holes) || tightAt >= sentAt[slot]!)) what |= Happening.ZeroWindowProbe;
          else if (known && missing[slot]! >= MISSING_REPORTS && transmissions[slot] === 1) what |= Happening.FastRetransmit;
          else what |= Happening.TimerRetransmit;
          if (known && sentOn[slot] !== path) what |= Happening.OtherPath;
          if (known) {
            transmissions[slot] = Math.min(255, transmissions[slot]! + 1);
            missing[slot] = 0;
            retransmittedIn[slot] = samples.length;
            retransmittedAt[slot] = time;
            if ((what & Happening.FastRetransmit) !== 0 && fastRows.at(-1) !== samples.length) fastRows.push(samples.length);
          }
        }
      }
    } else {
      what |= Happening.Alive;
      for (let s = index.sacks[packet]!; s < index.sacks[packet + 1]!; s++) {
        const ack = sacks.cumulativeTsnAck[s]!;
        if (!begun) {
          begun = true;
          cumulative = ack;
          highest = ack;
        }
        // RFC 9260 6.2.1 D: an older cumulative TSN ack than the last is an out-of-order SACK.
        if (isAfter(cumulative, ack)) continue;
        what |= Happening.Sack;
        aRwnd = sacks.aRwnd[s]!;
        if (aRwnd > largestARwnd) largestARwnd = aRwnd;
        if (isAfter(ack, cumulative)) {
          what |= Happening.Progress;
          const end = isAfter(ack, highest) ? highest : ack;
          for (let tsn = (cumulative + 1) >>> 0; isAtOrAfter(end, tsn); tsn = (tsn + 1) >>> 0) {
            release(tsn, time);
            if (state[tsn & mask] !== State.Free) held--;
            state[tsn & mask] = State.Free;
          }
          cumulative = ack;
          if (isAfter(cumulative, highest)) highest = cumulative;
        }
        if (sacks.duplicateCount[s]! > 0) {
          what |= Happening.DuplicateReport;
          // The receiver had both: the fast retransmission before it answered to reordering.
          for (let n = sacks.duplicateCount[s]!; n > 0 && firstFast < fastRows.length; n--) markSpurious(samples, fastRows[firstFast++]!);
        }
        const gaps = sacks.gapCount[s]!;
        if (gaps === 0) {
          if (holes && !lossInHoles) for (let row = holesSince; row < samples.length; row++) samples.what[row]! &= ~Happening.Holes;
          holes = false;
          continue;
        }
        if (!holes) {
          holes = true;
          holesSince = samples.length;
          lossInHoles = false;
        }
        what |= Happening.Gap;
        const first = sacks.gapStart[s]!;
        let next = (cumulative + 1) >>> 0;
        for (let g = first; g < first + gaps; g++) {
          const start = (cumulative + gapBlocks.start[g]!) >>> 0;
          let end = (cumulative + gapBlocks.end[g]!) >>> 0;
          if (isAfter(end, highest)) end = highest;
          if (serialDistance(end, cumulative) > GAP_REACH) break;
          for (; isAfter(start, next); next = (next + 1) >>> 0) {
            const slot = next & mask;
            if (state[slot] === State.Outstanding && missing[slot]! < 255) missing[slot]!++;
          }
          for (; isAtOrAfter(end, next); next = (next + 1) >>> 0) {
            release(next, time);
            if (state[next & mask] === State.Outstanding) state[next & mask] = State.GapAcked;
          }
        }
      }
    }
    if (what !== 0 && chunks > 0) {
      if (aRwnd - outstanding < longest && !holes) tightAt = time;
      if (tightAt >= sentAt[(cumulative + 1) & mask]!) what |= Happening.Tight;
    }
    // That the receiver lives matters only while a retransmission waits for an answer.
    if (what === 0 || ((what & ~Happening.Tight) === Happening.Alive && !unanswered)) continue;
    unanswered = (what & Happening.Alive) === 0 && (unanswered || (what & (Happening.TimerRetransmit | Happening.ZeroWindowProbe)) !== 0);
    if (holes) what |= Happening.Holes;
    const row = samples.add();
    samples.time[row] = time;
    samples.packet[row] = packet;
    samples.aRwnd[row] = aRwnd;
    samples.outstanding[row] = outstanding;
    samples.chunks[row] = chunks;
    samples.held[row] = held;
    samples.dataLength[row] = dataLength;
    samples.what[row] = what;
    samples.path[row] = path;
  }
  return {
    association, sender, samples, largestARwnd,
    end: rows.length > 0 ? timeOf(rows[rows.length - 1]!) : NaN,
    roundTrips,
  };
}

function markSpurious(samples: Samples, row: number): void {
  samples.what[row] = (samples.what[row]! & ~(Happening.FastRetransmit | Happening.TimerRetransmit)) | Happening.Spurious;
}

/** Median round trip on the path that is used at a sample, ns; NaN without any. */
export function medianRtt({ samples, roundTrips }: SendWindow, sample: number): number {
  return roundTrips[samples.path[sample]!]?.median() ?? NaN;
}

/** Row of the last sample at or before `time`, -1 before the first. */
export const sampleAt = (samples: Samples, time: number): number => countUpTo(samples.time, time, samples.length) - 1;
