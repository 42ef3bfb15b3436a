/** Names of the calls that have rows, as strace prints them. */
import { Syscall } from './schema.ts';

/** Sendmsg -> "sendmsg", EpollCtl -> "epoll_ctl". */
export const syscallNames: ReadonlyMap<number, string> = new Map<number, string>(
  Object.entries(Syscall).map(([name, number]) => [number, name.replaceAll(/(?!^)[A-Z]/g, '_$&').toLowerCase()]),
);
