/* What a source of the tracer tells of one call, shared by the programs that run in the kernel (C) and the tracer (C++). Times are ns
   of CLOCK_MONOTONIC, ports of the host's byte order, addresses as the kernel has them (sockaddr_in, sockaddr_in6). */
#ifndef STALLSCOPE_TRACE_EVENT_H
#define STALLSCOPE_TRACE_EVENT_H

#include <linux/types.h>

enum { TRACE_HEAD = 32, TRACE_ADDRESS = 28, TRACE_COMMAND = 16 };

enum trace_kind { TRACE_SEND = 1, TRACE_CLOSE = 2, TRACE_SHUTDOWN = 3, TRACE_RECEIVE = 4 };

/* Which of the members below are known. */
enum { TRACE_HAS_STATE = 1, TRACE_HAS_PATH = 2, TRACE_HAS_ARGUMENTS = 4, TRACE_ONE_TO_MANY = 8 };

struct trace_event {
  __u64 begin;  /* 0: unknown */
  __u64 end;
  __u64 inode;  /* of the socket; 0: unknown */
  __u64 message; /* where the message lies in the sender's memory; 0: unknown */
  __u32 pid;
  __u32 tid;
  __s32 fd;     /* -1: unknown */
  __s32 call;   /* number of the system call; -1: unknown */
  __s32 result; /* what the send returned, or -errno */
  __u32 length; /* of the message */
  __u32 flags;  /* as the caller gave them */
  __u32 kind;
  __u32 known;
  __u32 head_length;
  __u32 sndbuf; /* the five of the state */
  __u32 wmem;
  __u32 rwnd;
  __u32 outstanding;
  __u32 queued;
  __u32 cwnd;   /* the five of the path */
  __u32 ssthresh;
  __u32 flight;
  __u32 srtt;   /* ticks */
  __u32 rto;    /* ticks */
  __u32 uid;
  __u16 local_port;
  __u16 peer_port;
  __u8 local[TRACE_ADDRESS];
  __u8 peer[TRACE_ADDRESS];
  __u8 head[TRACE_HEAD];
  char command[TRACE_COMMAND];
};

/* Of one thread between the beginning of a send and its end. */
struct trace_begun {
  __u64 at;
  __u32 head_length;
  __u32 length;
  __u8 head[TRACE_HEAD];
};

/* A socket that was refused a send, until it is closed. */
struct trace_refused {
  __u64 inode;
  __s32 fd;
  __u32 waits; /* of its associations: no send to them was accepted since */
};

/* A refused send that no accepted one followed. A socket's place in memory is used again, its inode is not. */
struct trace_waiting {
  __u64 socket;
  __u64 association; /* 0: not known */
  __u64 inode;
};

#endif
