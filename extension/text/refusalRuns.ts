/**
 * Refused sends of a log, gathered in runs: from the first EAGAIN on a socket to the next send that is accepted or the close. A spinning
 * sender makes thousands of refusals, and a reader wants to see one. A send that stayed in the kernel is a run of its own.
 */
import { CallFlag, isSend, Syscall } from '../../analyzer/trace/schema.ts';
import { BLOCKED } from '../../analyzer/correlate/stalls.ts';
import { EAGAIN } from '../../analyzer/correlate/calls.ts';
import type { LogIndex } from './logIndex.ts';

export interface RefusalRun {
  /** Row in Trace.sockets of the index. */
  readonly socket: number;
  readonly fd: number;
  /** Calls of the index, in order. */
  readonly calls: readonly number[];
  /** The call that ended it: the next accepted send, the close; undefined at the end of the log. */
  end: number | undefined;
  /** Not refused: the call itself lasted. Whether it waited for room only an analysis can tell. */
  readonly isBlocked: boolean;
}

/** In the order in which they begin. */
export function refusalRuns(index: LogIndex): RefusalRun[] {
  const { calls, trace } = index;
  const runs: RefusalRun[] = [];
  const open = new Map<number, { run: RefusalRun; refused: number[] }>();
  for (let call = 0; call < calls.length; call++) {
    const socket = index.socketOf(call);
    if (socket < 0) continue;
    const row = calls.row[call]!;
    const syscall = trace.calls.syscall[row]!;
    const known = open.get(socket);
    if (isSend(syscall) && calls.errno[call] === EAGAIN) {
      if (known) known.refused.push(call);
      else {
        const refused = [call];
        const run: RefusalRun = { socket, fd: trace.sockets[socket]!.fd, calls: refused, end: undefined, isBlocked: false };
        runs.push(run);
        open.set(socket, { run, refused });
      }
      continue;
    }
    // Of a failed one too: its association died while it waited.
    if (isSend(syscall) && calls.duration[call]! >= BLOCKED && !known) {
      runs.push({ socket, fd: trace.sockets[socket]!.fd, calls: [call], end: undefined, isBlocked: true });
    } else if (known) {
      const isAccepted = isSend(syscall) && calls.errno[call] === 0 && (trace.calls.flags[row]! & CallFlag.Unreturned) === 0;
      if (!isAccepted && syscall !== Syscall.Close) continue;
      known.run.end = call;
      open.delete(socket);
    }
  }
  return runs;
}
