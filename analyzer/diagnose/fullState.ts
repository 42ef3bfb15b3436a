/** A state of the kernel in which nothing of the send buffer was left: EAGAIN for whoever does not wait (net/sctp/socket.c, sctp_wspace). */
import { NONE } from '../trace/table.ts';
import type { Trace } from '../trace/trace.ts';

export function isFull({ wmem, sndbuf }: Trace['states'], row: number): boolean {
  return wmem[row] !== NONE && sndbuf[row] !== NONE && sndbuf[row]! > 0 && wmem[row]! >= sndbuf[row]!;
}
