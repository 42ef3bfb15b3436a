/** Sets of flags as strace prints them: "POLLIN|POLLOUT", "0x40", and both with -X verbose. */
import { Words } from '../../trace/words.ts';
import { isWordByte, type Cursor } from './cursor.ts';

/** poll(2); EPOLL* have the same numbers, eventpoll.h. */
export const pollWords = new Words({
  POLLIN: 1, POLLPRI: 2, POLLOUT: 4, POLLERR: 8, POLLHUP: 16,
  EPOLLIN: 1, EPOLLPRI: 2, EPOLLOUT: 4, EPOLLERR: 8, EPOLLHUP: 16,
});

/** linux/socket.h */
export const Msg = { Peek: 2, DontWait: 0x40, Eof: 0x200, More: 0x8000 } as const;
export const messageWords = new Words({ MSG_PEEK: Msg.Peek, MSG_DONTWAIT: Msg.DontWait, MSG_FIN: Msg.Eof, MSG_MORE: Msg.More });

/** Types and flags of socket(2), socket.h and net.h. */
export const SocketType = { Stream: 1, Seqpacket: 5, Mask: 15, NonBlocking: 0x800, CloseOnExec: 0x80000 } as const;
export const socketTypeWords = new Words({
  SOCK_STREAM: 1, SOCK_DGRAM: 2, SOCK_RAW: 3, SOCK_SEQPACKET: 5,
  SOCK_NONBLOCK: SocketType.NonBlocking, SOCK_CLOEXEC: SocketType.CloseOnExec,
});

/** open(2) and fcntl(2) flags. */
export const OpenFlag = { NonBlocking: 0x800, CloseOnExec: 0x80000 } as const;
export const openWords = new Words({ O_NONBLOCK: OpenFlag.NonBlocking, O_CLOEXEC: OpenFlag.CloseOnExec, FD_CLOEXEC: 1 });

/** The flags at the cursor, which stops after them. Names that `words` does not have count nothing. */
export function readFlags(cursor: Cursor, words: Words): number {
  const { bytes, end } = cursor;
  let flags = 0;
  while (cursor.at < end) {
    const start = cursor.at;
    const number = cursor.number();
    if (!Number.isNaN(number)) {
      flags |= number;
    } else {
      while (cursor.at < end && isWordByte(bytes[cursor.at]!)) cursor.at++;
      if (cursor.at === start) return flags;
      const value = words.find(bytes, start, cursor.at);
      if (value > 0) flags |= value;
    }
    if (cursor.peek() !== 0x7c) return flags;
    cursor.at++;
  }
  return flags;
}
