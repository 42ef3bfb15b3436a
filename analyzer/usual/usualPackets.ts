/**
 * Packets of a capture that go on with what is known, read by WebAssembly (assembly/packets.ts): bytes in, waiting rows of packets, chunks and
 * messages out. What the dissector knows of flows, TSNs and recent packets lies in memory that both read. Every other packet it leaves as if
 * it had not looked.
 */
import { dataChunkSchema, gapBlockSchema, messageSchema, packetSchema, sackSchema } from '../trace/schema.ts';
import { type Instance, instanceOf, Memory } from './instance.ts';
import { program } from './packetProgram.ts';
import { FLOW_SLOTS, MOST_DIRECTIONS, MOST_ROWS, RECENT_PACKETS, TSN_WORDS, WINDOW_BYTES } from './sizes.ts';

interface Exports {
  runRecords(start: number, end: number, offset: number, frame: number, row: number, previous: number): number;
  runBlocks(start: number, end: number, offset: number, frame: number, row: number, previous: number): number;
  setCapture(input: number, isBigEndian: number, epochSeconds: number): void;
  setInterface(index: number, linkType: number, unitsOfSecond: number): void;
  clear(): void;
}

/** Places in the words that a run leaves. */
const [FRAMES, PACKETS, CHUNKS, SACKS, GAPS, MESSAGES, TOUCHED, REASON, SECONDS] = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;
const WORDS = 16;
/** Words of the tables of trace/crc32c.ts. */
const WORD_TABLES = 4 * 5120;
const BYTE_TABLE = 256;

export class UsualPackets {
  readonly #exports: Exports;
  readonly #words: Uint32Array;
  readonly #times: Float64Array;
  readonly #window: Uint8Array;
  /** The input whose packets may be taken, -1 for none. */
  input = -1;
  /** Who put what there is into the window. */
  loader: object | undefined;
  /** Takes the rows that wait. */
  onRows: (() => void) | undefined;

  /** Rows that wait; they number those of other tables from the first that waits. */
  readonly rows;
  readonly flows;
  readonly recent;
  readonly tsns;
  readonly directions;
  /** Where the checksum's tables are to be put. */
  readonly crcTables;

  private constructor(instance: Instance) {
    const memory = new Memory(instance);
    this.#exports = instance.exports as unknown as Exports;
    this.#words = memory.u32('words', WORDS);
    this.#times = memory.f64('times', 3);
    this.#window = memory.u8('windowBytes', WINDOW_BYTES);
    this.rows = {
      packets: memory.rows('packet', packetSchema, MOST_ROWS), chunks: memory.rows('chunk', dataChunkSchema, MOST_ROWS), sacks: memory.rows('sack', sackSchema, MOST_ROWS),
      gaps: memory.rows('gap', gapBlockSchema, MOST_ROWS), messages: memory.rows('message', messageSchema, MOST_ROWS),
    };
    this.flows = {
      tags: memory.i32('flowTags', FLOW_SLOTS), ports: memory.i32('flowPorts', FLOW_SLOTS), sources: memory.i32('flowSources', FLOW_SLOTS),
      destinations: memory.i32('flowDestinations', FLOW_SLOTS), conversation: memory.i32('flowConversations', FLOW_SLOTS),
      path: memory.u8('flowPaths', FLOW_SLOTS), pair: memory.i32('flowPairs', FLOW_SLOTS),
    };
    this.recent = { rows: memory.u32('recentRows', RECENT_PACKETS), hashes: memory.u32('recentHashes', RECENT_PACKETS) };
    this.tsns = {
      highest: memory.u32('highestTsns', MOST_DIRECTIONS), lowest: memory.u32('lowestTsns', MOST_DIRECTIONS), inputs: memory.i32('tsnInputs', MOST_DIRECTIONS),
      isOdd: memory.u8('isTsnOdd', MOST_DIRECTIONS), bits: memory.u32('tsnBits', MOST_DIRECTIONS * TSN_WORDS),
    };
    const conversations = MOST_DIRECTIONS / 2;
    this.directions = {
      isSettled: memory.u8('isSettled', conversations), ppids: memory.u32('ppids', conversations), ppidKinds: memory.u8('ppidKinds', conversations),
      ppidCounts: memory.u32('ppidCounts', conversations), firstTimes: memory.f64('firstTimes', conversations), lastTimes: memory.f64('lastTimes', conversations),
      touched: memory.u16('touched', conversations), hasPending: memory.u8('hasPending', MOST_DIRECTIONS), packetCounts: memory.u32('packetCounts', MOST_DIRECTIONS),
      acknowledged: memory.u32('acknowledged', MOST_DIRECTIONS), hasAcknowledged: memory.u8('hasAcknowledged', MOST_DIRECTIONS),
    };
    this.crcTables = { words: memory.i32('wordTables', WORD_TABLES), bytes: memory.i32('byteTable', BYTE_TABLE) };
  }

  /** Undefined where there is no WebAssembly with SIMD: all packets are read the other way then. */
  static create(): UsualPackets | undefined {
    const instance = instanceOf(program);
    return instance && new UsualPackets(instance);
  }

  /** Puts a piece of the capture into memory; returns how many bytes there was room for. */
  load(bytes: Uint8Array): number {
    const length = Math.min(bytes.length, WINDOW_BYTES);
    this.#window.set(length === bytes.length ? bytes : bytes.subarray(0, length));
    return length;
  }

  setCapture(isBigEndian: boolean, epochSeconds: number): void {
    this.#exports.setCapture(this.input, isBigEndian ? 1 : 0, epochSeconds);
  }

  /** An interface of the capture, of those below MOST_INTERFACES. Clocks of microseconds and nanoseconds are read here. */
  setInterface(index: number, linkType: number, unitsOfSecond: number): void {
    this.#exports.setInterface(index, linkType, unitsOfSecond === 1e6 || unitsOfSecond === 1e9 ? unitsOfSecond : 0);
  }

  /**
   * Takes records, or blocks of pcapng, of the window from `start` on that end before `end`; returns where it stopped. The window begins at `offset`
   * of the capture; `frame` frames and `row` rows in packets came before, the last frame at `previous`.
   */
  run(areBlocks: boolean, start: number, end: number, offset: number, frame: number, row: number, previous: number): number {
    const { runBlocks, runRecords } = this.#exports;
    return areBlocks ? runBlocks(start, end, offset, frame, row, previous) : runRecords(start, end, offset, frame, row, previous);
  }

  /** Frames that the last run took; their earliest, latest and last time, and the seconds of the last one as the file says them. */
  get frames(): number {
    return this.#words[FRAMES]!;
  }

  get earliest(): number {
    return this.#times[0]!;
  }

  get latest(): number {
    return this.#times[1]!;
  }

  get lastTime(): number {
    return this.#times[2]!;
  }

  get lastSeconds(): number {
    return this.#words[SECONDS]!;
  }

  /** Why it stopped (sizes.ts). */
  get reason(): number {
    return this.#words[REASON]!;
  }

  /** Rows that wait. */
  get packets(): number {
    return this.#words[PACKETS]!;
  }

  get chunks(): number {
    return this.#words[CHUNKS]!;
  }

  get sacks(): number {
    return this.#words[SACKS]!;
  }

  get gaps(): number {
    return this.#words[GAPS]!;
  }

  get messages(): number {
    return this.#words[MESSAGES]!;
  }

  /** Conversations that had packets since the rows were taken. */
  get touched(): number {
    return this.#words[TOUCHED]!;
  }

  clear(): void {
    this.#exports.clear();
    this.#words.fill(0, PACKETS, REASON);
  }
}
