/** Small questions about calls and transfers that every join asks. */
import { CallFlag, TransferFlag } from '../trace/schema.ts';
import type { Trace } from '../trace/trace.ts';

/** EAGAIN and EWOULDBLOCK are one number on Linux. */
export const EAGAIN = 11;

/** The kernel took the message: a row of sendmmsg counts when it lies below the returned count. */
export function isAccepted(trace: Trace, transfer: number): boolean {
  const { transfers, calls } = trace;
  if ((transfers.flags[transfer]! & TransferFlag.Send) === 0) return false;
  const call = transfers.call[transfer]!;
  if ((calls.flags[call]! & CallFlag.Unreturned) !== 0 || calls.errno[call] !== 0) return false;
  return transfers.index[transfer]! === 0 ? calls.returnValue[call]! > 0 : transfers.index[transfer]! < calls.returnValue[call]!;
}

/** A user message was read; events and peeks are not messages. */
export function isReceived(trace: Trace, transfer: number): boolean {
  const { transfers, calls } = trace;
  if ((transfers.flags[transfer]! & (TransferFlag.Send | TransferFlag.Notification | TransferFlag.Peek)) !== 0) return false;
  return calls.errno[transfers.call[transfer]!] === 0 && transfers.size[transfer]! > 0;
}
