/** Calls, transfers and polls of each socket, in order of return. */
import { isReceive, isSend } from '../trace/schema.ts';
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
  readonly #trace: Trace;
  readonly #logs: number;

  constructor(trace: Trace, axis: Axis) {
    this.#trace = trace;
    this.#logs = trace.inputs.filter((input) => input.kind === 'strace').length;
    this.#calls = groupRows(trace.calls.socket, trace.calls.length, trace.sockets.length);
    for (const socket of trace.sockets) sortByReturn(trace, axis, this.of(socket.id));
    this.#polls = groupRows(trace.polls.socket, trace.polls.length, trace.sockets.length);
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
    const { call: callOf } = this.#trace.polls;
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (callOf[rows[middle]!]! < call) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** NONE for a call without messages; transfers of one call are neighbours. */
  firstTransferOf(call: number): number {
    const { syscall, detail } = this.#trace.calls;
    return isSend(syscall[call]!) || isReceive(syscall[call]!) ? detail[call]! : NONE;
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
