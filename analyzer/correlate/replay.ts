/**
 * Follows the packets of one association, in order of time, from the view of one sender: which TSNs are on their way, what the peer's
 * window leaves, and why something was sent again. RFC 9260 6.1, 6.2.1, 6.3, 7.2.4.
 */
import { DataFlag, PacketFlag } from '../trace/schema.ts';
import { stretches, type Steps } from '../trace/steps.ts';
import { isAfter, isAtOrAfter, serialDistance } from '../trace/serial.ts';
import type { Trace } from '../trace/trace.ts';
import type { ChunkIndex } from './chunkIndex.ts';
import { RoundTrips } from './roundTrips.ts';
import { createSamples, Happening, UNKNOWN_WINDOW, type Samples, type SendWindow } from './sendWindow.ts';

/** TSNs followed at once; more outstanding chunks than this are not counted. */
const MOST_OUTSTANDING = 1 << 16;
const LEAST_RING = 64;

/** A power of two that holds all of an association's TSNs, or MOST_OUTSTANDING: a flood of associations must not cost a big ring each. */
function ringSize(index: ChunkIndex, rows: Uint32Array): number {
  let chunks = 0;
  const { data } = index;
  for (let i = 0; i < rows.length && chunks < MOST_OUTSTANDING; i++) chunks += data[rows[i]! + 1]! - data[rows[i]!]!;
  return Math.min(MOST_OUTSTANDING, 2 ** (32 - Math.clz32(Math.max(chunks, LEAST_RING) - 1)));
}

/** Gap reports are followed so far beyond the cumulative TSN ack: a hostile capture must not make every SACK cost 65536 steps. */
const GAP_REACH = 2048;

const State = { Free: 0, Outstanding: 1, GapAcked: 2 } as const;

/** Reported missing so often, a TSN is retransmitted fast. RFC 9260 7.2.4. */
const MISSING_REPORTS = 3;

/**
 * V8 compiles the loop over the packets while it runs, and again when something comes that it has not seen. What happens but once in a replay is
 * therefore done outside of it (`begin`, the making of RoundTrips), and what rarely changes is written each time (`Math.max`).
 */
export class Replay {
  readonly #trace: Trace;
  readonly #index: ChunkIndex;
  /** Packets of the association, in order of time. */
  readonly #rows: Uint32Array;
  /** By packet. */
  readonly #times: Float64Array;
  readonly #association: number;
  readonly #sender: 0 | 1;
  /** The PacketFlag.FromSecond of the sender's packets. */
  readonly #fromSender: number;

  readonly #samples: Samples;
  readonly #roundTrips: readonly RoundTrips[];
  #largestARwnd = 0;
  #leastRoom = Infinity;
  #longestData = 0;

  /** By TSN modulo the ring. */
  readonly #mask: number;
  readonly #size: Uint32Array;
  readonly #sentAt: Float64Array;
  readonly #sentOn: Uint8Array;
  readonly #transmissions: Uint8Array;
  readonly #missing: Uint8Array;
  readonly #state: Uint8Array;
  /** Sample row and time of the last retransmission. */
  readonly #retransmittedIn: Uint32Array;
  readonly #retransmittedAt: Float64Array;

  /** Highest TSN acknowledged cumulatively, and highest sent. TSNs are signed words here: an unsigned one can be too large for V8 to keep without an object. */
  #cumulative = 0;
  #highest = 0;
  #aRwnd: number;
  #outstanding = 0;
  #chunks = 0;
  #held = 0;
  /** A retransmission has not been answered by any packet of the receiver. */
  #unanswered = false;
  #holes = false;
  #holesSince = 0; // sample row
  #lossInHoles = false;
  /** Last time a SACK left no room for the longest chunk. */
  #tightAt = -Infinity;
  #longest = 0;

  /** `samples` is a table to use again. */
  constructor(trace: Trace, index: ChunkIndex, rows: Uint32Array, times: Float64Array, association: number, sender: 0 | 1, samples = createSamples()) {
    const { endpoints, paths } = trace.associations[association]!;
    this.#trace = trace;
    this.#index = index;
    this.#rows = rows;
    this.#times = times;
    this.#association = association;
    this.#sender = sender;
    this.#fromSender = sender === 1 ? PacketFlag.FromSecond : 0;
    this.#samples = samples;
    this.#roundTrips = Array.from({ length: paths.length }, () => new RoundTrips());
    this.#aRwnd = endpoints[1 - sender]!.init?.aRwnd ?? UNKNOWN_WINDOW;
    const ring = ringSize(index, rows);
    this.#mask = ring - 1;
    this.#size = new Uint32Array(ring);
    this.#sentAt = new Float64Array(ring);
    this.#sentOn = new Uint8Array(ring);
    this.#transmissions = new Uint8Array(ring);
    this.#missing = new Uint8Array(ring);
    this.#state = new Uint8Array(ring);
    this.#retransmittedIn = new Uint32Array(ring);
    this.#retransmittedAt = new Float64Array(ring);
  }

  /** To be asked for once. */
  *window(): Steps<SendWindow> {
    const rows = this.#rows;
    this.#samples.length = 0;
    this.#samples.reserve(rows.length);
    this.#begin();
    yield* stretches(rows.length, (from, to) => this.#packets(from, to));
    return {
      association: this.#association,
      sender: this.#sender,
      samples: this.#samples,
      roundTrips: this.#roundTrips,
      largestARwnd: this.#largestARwnd,
      leastRoom: this.#leastRoom,
      longestData: this.#longestData,
      end: rows.length > 0 ? this.#times[rows[rows.length - 1]!]! : NaN,
    };
  }

  /** The first DATA or SACK says where the TSNs begin. */
  #begin(): void {
    const { packets, dataChunks, sacks } = this.#trace;
    const { data: firstData, sacks: firstSack } = this.#index;
    for (const packet of this.#rows) {
      const isSent = (packets.flags[packet]! & PacketFlag.FromSecond) === this.#fromSender;
      const first = isSent ? firstData : firstSack;
      if (first[packet] === first[packet + 1]) continue;
      const row = first[packet]!;
      this.#cumulative = this.#highest = isSent ? (dataChunks.tsn[row]! - 1) | 0 : sacks.cumulativeTsnAck[row]! | 0;
      return;
    }
  }

  /** Places [from, to) of the rows. */
  #packets(from: number, to: number): void {
    const rows = this.#rows;
    const times = this.#times;
    const fromSender = this.#fromSender;
    const { flags: packetFlags, path: packetPath } = this.#trace.packets;
    const { flags: dataFlags, size: dataSize, tsn: dataTsn } = this.#trace.dataChunks;
    const { cumulativeTsnAck, aRwnd, gapCount, duplicateCount } = this.#trace.sacks;
    const { data: firstData, sacks: firstSack } = this.#index;
    for (let i = from; i < to; i++) {
      const packet = rows[i]!;
      const time = times[packet]!;
      const path = packetPath[packet]!;
      let what = 0;
      let dataLength = 0;
      if ((packetFlags[packet]! & PacketFlag.FromSecond) === fromSender) {
        const last = firstData[packet + 1]!;
        for (let row = firstData[packet]!; row < last; row++) {
          if ((dataFlags[row]! & DataFlag.Retransmitted) !== 0) {
            what |= this.#sendAgain(row, time, path);
            continue;
          }
          const size = dataSize[row]!;
          if (dataLength === 0) dataLength = size;
          this.#send(dataTsn[row]! | 0, size, time, path);
          what |= Happening.Data;
        }
        if (what === 0) continue;
      } else {
        what = Happening.Alive;
        const last = firstSack[packet + 1]!;
        for (let row = firstSack[packet]!; row < last; row++) {
          what |= this.#sack(row, cumulativeTsnAck[row]! | 0, aRwnd[row]!, duplicateCount[row] === 0 && gapCount[row] === 0, time);
        }
      }
      this.#sample(packet, time, path, what, dataLength);
    }
  }

  #send(tsn: number, size: number, time: number, path: number): void {
    const ahead = serialDistance(tsn, this.#cumulative);
    if (ahead <= 0 || ahead > this.#mask) return;
    const slot = tsn & this.#mask;
    this.#size[slot] = size;
    this.#sentAt[slot] = time;
    this.#sentOn[slot] = path;
    this.#transmissions[slot] = 1;
    this.#missing[slot] = 0;
    this.#state[slot] = State.Outstanding;
    this.#outstanding += size;
    this.#chunks++;
    this.#held++;
    this.#longest = Math.max(this.#longest, size);
    if (isAfter(tsn, this.#highest)) this.#highest = tsn;
  }

  #sendAgain(row: number, time: number, path: number): number {
    const tsn = this.#trace.dataChunks.tsn[row]! | 0;
    const slot = tsn & this.#mask;
    if (this.#state[slot] !== State.Outstanding || isAtOrAfter(this.#cumulative, tsn)) return Happening.TimerRetransmit;
    const size = this.#size[slot]!;
    const room = this.#aRwnd === UNKNOWN_WINDOW ? Infinity : this.#aRwnd - (this.#outstanding - size);
    let what: number = Happening.TimerRetransmit;
    if ((room < size && !this.#holes) || this.#tightAt >= this.#sentAt[slot]!) what = Happening.ZeroWindowProbe;
    else if (this.#missing[slot]! >= MISSING_REPORTS && this.#transmissions[slot] === 1) what = Happening.FastRetransmit;
    const inSample = this.#samples.length;
    if (this.#transmissions[slot]! < 255) this.#transmissions[slot]!++;
    this.#missing[slot] = 0;
    this.#retransmittedIn[slot] = inSample;
    this.#retransmittedAt[slot] = time;
    return this.#sentOn[slot] === path ? what : what | Happening.OtherPath;
  }

  /** `isPlain`: it reports neither gaps nor duplicates. */
  #sack(row: number, ack: number, aRwnd: number, isPlain: boolean, time: number): number {
    // RFC 9260 6.2.1 D: an older cumulative TSN ack than the last is an out-of-order SACK.
    if (isAfter(this.#cumulative, ack)) return 0;
    let what: number = Happening.Sack;
    this.#aRwnd = aRwnd;
    this.#largestARwnd = Math.max(this.#largestARwnd, aRwnd);
    if (isAfter(ack, this.#cumulative)) {
      what |= Happening.Progress;
      this.#acknowledge(ack, time);
    }
    // Most SACKs report nothing but progress.
    return isPlain && !this.#holes ? what : what | this.#reports(row, time);
  }

  /** Duplicates and gaps that a SACK reports, or that gaps reported before are closed. */
  #reports(row: number, time: number): number {
    const { sacks } = this.#trace;
    let what = 0;
    if (sacks.duplicateCount[row]! > 0) {
      what |= Happening.DuplicateReport;
      this.#followDuplicates(row);
    }
    if (sacks.gapCount[row] === 0) {
      this.#closeHoles();
      return what;
    }
    if (!this.#holes) {
      this.#holes = true;
      this.#holesSince = this.#samples.length;
      this.#lossInHoles = false;
    }
    this.#followGaps(sacks.gapStart[row]!, sacks.gapCount[row]!, time);
    return what | Happening.Gap;
  }

  #acknowledge(ack: number, time: number): void {
    const end = isAfter(ack, this.#highest) ? this.#highest : ack;
    for (let tsn = (this.#cumulative + 1) | 0; isAtOrAfter(end, tsn); tsn = (tsn + 1) | 0) {
      const slot = tsn & this.#mask;
      this.#release(slot, time);
      if (this.#state[slot] !== State.Free) this.#held--;
      this.#state[slot] = State.Free;
    }
    this.#cumulative = ack;
    if (isAfter(ack, this.#highest)) this.#highest = ack;
  }

  #followGaps(first: number, count: number, time: number): void {
    const { gapBlocks } = this.#trace;
    let next = (this.#cumulative + 1) | 0;
    for (let block = first; block < first + count; block++) {
      let start = (this.#cumulative + gapBlocks.start[block]!) | 0;
      let end = (this.#cumulative + gapBlocks.end[block]!) | 0;
      // What was never sent has no slot of its own in the ring.
      if (isAfter(start, this.#highest)) start = (this.#highest + 1) | 0;
      if (isAfter(end, this.#highest)) end = this.#highest;
      if (serialDistance(start, this.#cumulative) > GAP_REACH || serialDistance(end, this.#cumulative) > GAP_REACH) break;
      for (; isAfter(start, next); next = (next + 1) | 0) {
        const slot = next & this.#mask;
        if (this.#state[slot] === State.Outstanding && this.#missing[slot]! < 255) this.#missing[slot]!++;
      }
      for (; isAtOrAfter(end, next); next = (next + 1) | 0) {
        const slot = next & this.#mask;
        this.#release(slot, time);
        if (this.#state[slot] === State.Outstanding) this.#state[slot] = State.GapAcked;
      }
    }
  }

  /** The receiver had both: a fast retransmission of that TSN answered to reordering. One by timer may have answered to a lost SACK. */
  #followDuplicates(row: number): void {
    const { sacks, duplicateTsns } = this.#trace;
    const end = row + 1 < sacks.length ? sacks.duplicateStart[row + 1]! : duplicateTsns.length;
    for (let n = sacks.duplicateStart[row]!; n < end; n++) {
      const tsn = duplicateTsns.tsn[n]! | 0;
      const behind = serialDistance(this.#highest, tsn);
      const slot = tsn & this.#mask;
      if (behind < 0 || behind > this.#mask || this.#transmissions[slot]! < 2) continue;
      const sent = this.#retransmittedIn[slot]!;
      if ((this.#samples.what[sent]! & Happening.FastRetransmit) !== 0) this.#markSpurious(sent);
    }
  }

  /** A TSN was acknowledged for the first time. */
  #release(slot: number, time: number): void {
    if (this.#state[slot] !== State.Outstanding) return;
    this.#outstanding -= this.#size[slot]!;
    this.#chunks--;
    const roundTrips = this.#roundTrips[this.#sentOn[slot]!]!;
    // Karn: a retransmitted TSN does not tell which transmission was acknowledged (RFC 9260 6.3.1 C5).
    if (this.#transmissions[slot] === 1) roundTrips.add(time - this.#sentAt[slot]!);
    else if (roundTrips.minimum < Infinity && time - this.#retransmittedAt[slot]! < roundTrips.minimum / 2) this.#markSpurious(this.#retransmittedIn[slot]!);
    else this.#lossInHoles = true;
  }

  /** Gaps that closed without a retransmission were reordering, and are taken back. */
  #closeHoles(): void {
    if (this.#holes && !this.#lossInHoles) {
      const { what } = this.#samples;
      for (let row = this.#holesSince; row < this.#samples.length; row++) what[row]! &= ~Happening.Holes;
    }
    this.#holes = false;
  }

  #markSpurious(row: number): void {
    const { what } = this.#samples;
    what[row] = (what[row]! & ~(Happening.FastRetransmit | Happening.TimerRetransmit)) | Happening.Spurious;
  }

  #sample(packet: number, time: number, path: number, seen: number, dataLength: number): void {
    let what = seen;
    const room = this.#aRwnd - this.#outstanding;
    this.#leastRoom = Math.min(this.#leastRoom, room);
    this.#longestData = Math.max(this.#longestData, dataLength);
    if (this.#chunks > 0) {
      if (room < this.#longest && !this.#holes) this.#tightAt = time;
      if (this.#tightAt >= this.#sentAt[(this.#cumulative + 1) & this.#mask]!) what |= Happening.Tight;
    }
    // That the receiver lives matters only while a retransmission waits for an answer.
    if (seen === Happening.Alive && !this.#unanswered) return;
    this.#unanswered = (seen & Happening.Alive) === 0 && (this.#unanswered || (seen & (Happening.TimerRetransmit | Happening.ZeroWindowProbe)) !== 0);
    if (this.#holes) what |= Happening.Holes;
    const samples = this.#samples;
    const row = samples.length++;
    if (row === samples.time.length) samples.grow();
    samples.time[row] = time;
    samples.packet[row] = packet;
    samples.aRwnd[row] = this.#aRwnd;
    samples.outstanding[row] = this.#outstanding;
    samples.chunks[row] = this.#chunks;
    samples.held[row] = this.#held;
    samples.dataLength[row] = dataLength;
    samples.what[row] = what;
    samples.path[row] = path;
  }
}
