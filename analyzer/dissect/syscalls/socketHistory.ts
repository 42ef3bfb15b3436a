/**
 * Which socket a descriptor was at a given time, for logs in several files (strace -ff): they are read one after the other, so that a
 * file may show the use of a socket that another one has opened, and closed again, in lines read long before.
 */
import type { Trace } from '../../trace/trace.ts';

export class SocketHistory {
  readonly #trace: Trace;
  /** Sockets in the order of their opening, by process and descriptor. */
  readonly #sockets = new Map<string, number[]>();

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /** `socket` was opened as `fd` by a call that the log shows. */
  add(process: number, fd: number, socket: number): void {
    const key = `${process}:${fd}`;
    const sockets = this.#sockets.get(key);
    if (sockets) sockets.splice(this.#after(sockets, this.#opened(socket)), 0, socket);
    else this.#sockets.set(key, [socket]);
  }

  /** The socket that was opened last before `time`, -1 when there is none. */
  at(process: number, fd: number, time: number): number {
    const sockets = this.#sockets.get(`${process}:${fd}`);
    return sockets?.[this.#after(sockets, time) - 1] ?? -1;
  }

  #opened(socket: number): number {
    return this.#trace.calls.time[this.#trace.sockets[socket]!.openCall]!;
  }

  /** How many were opened at or before `time`. */
  #after(sockets: readonly number[], time: number): number {
    let low = 0;
    let high = sockets.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#opened(sockets[middle]!) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
