/** Calls, transfers and polls of each socket, in order of return. */
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import type { Axis } from './axis.ts';

/** Call a returned before call b did. Rows of one log are in the order of return; the files of a `strace -ff` run are compared by time. */
export function returnedBefore(trace: Trace, axis: Axis, a: number, b: number): boolean {
  return trace.calls.input[a] === trace.calls.input[b] ? a < b : axis.exit(a) < axis.exit(b);
}

export class SocketCalls {
  readonly #calls: Groups;
  readonly #polls: Groups;
  /** By call: its first transfer row; transfers of one call are neighbours. */
  readonly #transfers: Uint32Array;

  constructor(trace: Trace, axis: Axis) {
    this.#calls = group(trace.calls.socket, trace.calls.length, trace.sockets.length);
    for (const socket of trace.sockets) sortByReturn(trace, axis, this.of(socket.id));
    this.#polls = group(trace.polls.socket, trace.polls.length, trace.sockets.length);
    this.#transfers = new Uint32Array(trace.calls.length).fill(NONE);
    for (let t = trace.transfers.length - 1; t >= 0; t--) this.#transfers[trace.transfers.call[t]!] = t;
  }

  of(socket: number): Uint32Array {
    return rowsOf(this.#calls, socket);
  }

  pollsOf(socket: number): Uint32Array {
    return rowsOf(this.#polls, socket);
  }

  firstTransferOf(call: number): number {
    return this.#transfers[call]!;
  }
}

interface Groups {
  readonly rows: Uint32Array;
  readonly starts: Uint32Array;
}

const rowsOf = (groups: Groups, key: number): Uint32Array => groups.rows.subarray(groups.starts[key]!, groups.starts[key + 1]!);

/** Counting sort of rows by a key column; rows keyed NONE are left out. */
function group(keys: Uint32Array, length: number, count: number): Groups {
  const starts = new Uint32Array(count + 1);
  for (let row = 0; row < length; row++) if (keys[row] !== NONE) starts[keys[row]! + 1]!++;
  for (let i = 0; i < count; i++) starts[i + 1]! += starts[i]!;
  const fill = starts.slice();
  const rows = new Uint32Array(starts[count]!);
  for (let row = 0; row < length; row++) if (keys[row] !== NONE) rows[fill[keys[row]!]!++] = row;
  return { rows, starts };
}

/** Only the files of a `strace -ff` run need it: a socket shared by threads has its calls in several files. */
function sortByReturn(trace: Trace, axis: Axis, rows: Uint32Array): void {
  const { input } = trace.calls;
  for (let i = 1; i < rows.length; i++) {
    if (input[rows[i]!] === input[rows[0]!]) continue;
    rows.sort((a, b) => axis.exit(a) - axis.exit(b) || a - b);
    return;
  }
}
