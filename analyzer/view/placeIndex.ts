/** From a line of a log or a frame of a capture back to the rows. */
import { groupRows, rowsOf, type Groups } from '../correlate/groups.ts';
import type { Trace } from '../trace/trace.ts';

export class PlaceIndex {
  readonly #trace: Trace;
  #packets: Groups | undefined;
  #calls: Groups | undefined;
  #states: Groups | undefined;

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /** Packet rows of a frame (several for a tunnel), [] for one without SCTP. */
  packetsOf(input: number, frame: number): Uint32Array {
    const { packets, inputs } = this.#trace;
    this.#packets ??= sortedBy(groupRows(Uint32Array.from(packets.input.subarray(0, packets.length)), packets.length, inputs.length), packets.frame);
    const rows = rowsOf(this.#packets, input);
    const first = firstAt(rows, packets.frame, frame);
    return rows.subarray(first, firstAt(rows, packets.frame, frame + 1));
  }

  /** Call rows of a log in the order of the lines where they begin. */
  callsOf(input: number): Uint32Array {
    const { calls, inputs } = this.#trace;
    this.#calls ??= sortedBy(groupRows(Uint32Array.from(calls.input.subarray(0, calls.length)), calls.length, inputs.length), calls.line);
    return rowsOf(this.#calls, input);
  }

  /** Place in callsOf(input) of the first call that begins on `line` or below. */
  firstCallFrom(input: number, line: number): number {
    return firstAt(this.callsOf(input), this.#trace.calls.line, line);
  }

  /** The state on the line, else the last above it. */
  stateAt(input: number, line: number): number | undefined {
    const { states, inputs } = this.#trace;
    this.#states ??= sortedBy(groupRows(Uint32Array.from(states.input.subarray(0, states.length)), states.length, inputs.length), states.line);
    const rows = rowsOf(this.#states, input);
    return rows[firstAt(rows, states.line, line + 1) - 1];
  }

  /** The call that begins on the line, or has its result there; else the last that begins above it. */
  callAt(input: number, line: number): number | undefined {
    const { calls } = this.#trace;
    const rows = this.callsOf(input);
    const behind = this.firstCallFrom(input, line + 1);
    for (let i = behind - 1; i >= Math.max(0, behind - RESUMED_WITHIN); i--) {
      if (calls.line[rows[i]!] === line || calls.endLine[rows[i]!] === line) return rows[i];
    }
    return behind > 0 ? rows[behind - 1] : undefined;
  }
}

/** Calls that are looked at for the one that a resumed line belongs to. */
const RESUMED_WITHIN = 2000;

function sortedBy(groups: Groups, column: Uint32Array): Groups {
  for (let key = 0; key + 1 < groups.starts.length; key++) {
    const rows = rowsOf(groups, key);
    for (let i = 1; i < rows.length; i++) {
      if (column[rows[i]!]! >= column[rows[i - 1]!]!) continue;
      rows.sort((a, b) => column[a]! - column[b]! || a - b);
      break;
    }
  }
  return groups;
}

function firstAt(rows: Uint32Array, column: Uint32Array, value: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (column[rows[middle]!]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
