/** Calls, transfers and polls of each socket, in order of return. */
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';
import type { Axis } from './axis.ts';
import { groupRows, rowsOf, type Groups } from './groups.ts';

/** Call a returned before call b did. Rows of one log are in the order of return; the files of a `strace -ff` run are compared by time. */
export function returnedBefore(trace: Trace, axis: Axis, a: number, b: number): boolean {
  return trace.calls.input[a] === trace.calls.input[b] ? a < b : axis.exit(a) < axis.exit(b);
}

export class SocketCalls {
  readonly #calls: Groups;
  readonly #polls: Groups;
  /** By call: its first transfer row; transfers of one call are neighbours. */
  readonly #transfers: Uint32Array;

  readonly #pollCalls: Uint32Array;
  readonly #logs: number;

  constructor(trace: Trace, axis: Axis) {
    this.#pollCalls = trace.polls.call;
    this.#logs = trace.inputs.filter((input) => input.kind === 'strace').length;
    this.#calls = groupRows(trace.calls.socket, trace.calls.length, trace.sockets.length);
    for (const socket of trace.sockets) sortByReturn(trace, axis, this.of(socket.id));
    this.#polls = groupRows(trace.polls.socket, trace.polls.length, trace.sockets.length);
    this.#transfers = new Uint32Array(trace.calls.length).fill(NONE);
    for (let t = trace.transfers.length - 1; t >= 0; t--) this.#transfers[trace.transfers.call[t]!] = t;
  }

  of(socket: number): Uint32Array {
    return rowsOf(this.#calls, socket);
  }

  pollsOf(socket: number): Uint32Array {
    return rowsOf(this.#polls, socket);
  }

  /** Place in pollsOf(socket) from which polls may belong to calls after `call`. Rows of one log are in order; of several files all are. */
  firstPollFrom(socket: number, call: number): number {
    const rows = this.pollsOf(socket);
    if (this.#logs > 1) return 0;
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#pollCalls[rows[middle]!]! < call) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  firstTransferOf(call: number): number {
    return this.#transfers[call]!;
  }
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
