/** Numbers that both sides give the same meaning: Act of dissect/syscalls/names.ts, and Syscall, TransferFlag and Msg of the tables. */

export const SENDMSG: i32 = 1;
export const WRITE: i32 = 5;
export const WRITEV: i32 = 6;
export const RECVMSG: i32 = 7;
export const RECVMMSG: i32 = 9;
export const READV: i32 = 11;
export const EPOLL_WAIT: i32 = 41;
export const POLL: i32 = 42;
export const SLEEP: i32 = 44;

export const ROW_SENDMSG: i32 = 1;
export const ROW_RECVMSG: i32 = 10;
export const ROW_EPOLL_WAIT: i32 = 41;
export const ROW_POLL: i32 = 42;
export const ROW_SLEEP: i32 = 50;

export const FLAG_SEND: i32 = 1;
export const FLAG_DONT_WAIT: i32 = 2;
export const FLAG_NOTIFICATION: i32 = 4;
export const FLAG_PEEK: i32 = 8;
export const FLAG_EOF: i32 = 32;

export const MSG_PEEK: i32 = 2;
export const MSG_DONT_WAIT: i32 = 0x40;
export const MSG_EOF: i32 = 0x200;
export const MSG_MORE: i32 = 0x8000;
