// Runs in the kernel around sctp_sendmsg(): tells of every send that was refused, and of what follows on that socket until it is
// closed. Kernel structures are named as far as they are read; the loader finds where the running kernel has them.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

#include "associations.bpf.h"
#include "event.h"
#include "kernel.bpf.h"

#define EAGAIN 11
#define ERESTARTSYS 512
#define SOCKETS 16384
#define RING (4 << 20)
#define LATE (RING / 8)
#define IO_URING_ENTER 426

struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, RING); } events SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, SOCKETS); __type(key, __u64); __type(value, struct trace_refused); } refused SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_LRU_HASH); __uint(max_entries, SOCKETS); __type(key, struct trace_waiting); __type(value, __u8); } waiting SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_TASK_STORAGE); __uint(map_flags, BPF_F_NO_PREALLOC); __type(key, int); __type(value, struct trace_begun); } begun SEC(".maps");

/* Read by the tracer. */
__u64 lost = 0;
__u64 first_lost = 0;
__u64 last_lost = 0;
/* Sockets in `refused`. */
__u64 watched = 0;
/* Refused sends that no accepted one followed: while there is none, an accepted send costs no look-up. */
__u64 awaited = 0;

char LICENSE[] SEC("license") = "Dual MIT/GPL";

/* The first bytes of a message that was not taken yet. */
static __always_inline __u32 read_head(struct msghdr *message, __u8 *head)
{
  struct iov_iter *iter = &message->msg_iter;
  struct iov_iter___since_6_4 *newer = (void *)iter;
  const void *from = 0;
  unsigned long length = 0;
  if (bpf_core_field_exists(newer->__iov)) {
    unsigned char type = 0;
    bpf_core_read(&type, sizeof type, &newer->iter_type);
    if (bpf_core_enum_value_exists(enum iter_type___since_6_4, ITER_UBUF___since_6_4) && type == bpf_core_enum_value(enum iter_type___since_6_4, ITER_UBUF___since_6_4)) {
      from = BPF_CORE_READ(newer, ubuf);
      length = BPF_CORE_READ(iter, count);
    } else {
      const struct iovec *part = BPF_CORE_READ(newer, __iov);
      from = BPF_CORE_READ(part, iov_base);
      length = BPF_CORE_READ(part, iov_len);
    }
  } else if (bpf_core_field_exists(iter->iov)) {
    const struct iovec *part = BPF_CORE_READ(iter, iov);
    from = BPF_CORE_READ(part, iov_base);
    length = BPF_CORE_READ(part, iov_len);
  }
  if (!from || length == 0) return 0;
  if (length >= TRACE_HEAD) return bpf_probe_read_user(head, TRACE_HEAD, from) == 0 ? TRACE_HEAD : 0;
  __u32 few = length & (TRACE_HEAD - 1);
  return bpf_probe_read_user(head, few, from) == 0 ? few : 0;
}

static __always_inline struct trace_event *reserve(void)
{
  return bpf_ringbuf_reserve(&events, sizeof(struct trace_event), 0);
}

static __always_inline void count_lost(void)
{
  __u64 now = bpf_ktime_get_ns();
  if (first_lost == 0) first_lost = now;
  last_lost = now;
  __sync_fetch_and_add(&lost, 1);
}

/* The tracer looks 50 times a second by itself; a full ring must not wait for that. */
static __always_inline void submit(struct trace_event *event)
{
  bpf_ringbuf_submit(event, bpf_ringbuf_query(&events, BPF_RB_AVAIL_DATA) > LATE ? BPF_RB_FORCE_WAKEUP : BPF_RB_NO_WAKEUP);
}

static __always_inline void describe(struct trace_event *event, struct sock *sk, struct sctp_association *association, __u32 kind)
{
  __u64 ids = bpf_get_current_pid_tgid();
  event->end = bpf_ktime_get_ns();
  event->pid = ids >> 32;
  event->tid = ids;
  event->uid = bpf_get_current_uid_gid();
  event->kind = kind;
  event->call = event->fd = -1;
  event->known = TRACE_HAS_STATE;
  event->message = event->begin = event->inode = 0;
  event->result = event->length = event->flags = event->head_length = 0;
  event->local_port = event->peer_port = 0;
  event->rwnd = event->outstanding = event->queued = 0;
  event->sndbuf = BPF_CORE_READ(sk, sk_sndbuf);
  event->wmem = BPF_CORE_READ(sk, sk_wmem_queued);
  bpf_get_current_comm(event->command, sizeof event->command);

  struct sctp_sock *sp = (void *)sk;
  enum sctp_socket_type type = SCTP_SOCKET_UDP;
  bpf_core_read(&type, sizeof type, &sp->type);
  if (type != SCTP_SOCKET_TCP) event->known |= TRACE_ONE_TO_MANY;
  if (!association) {
    struct sctp_endpoint *ep = BPF_CORE_READ(sp, ep);
    if (ep) event->local_port = BPF_CORE_READ(ep, base.bind_addr.port);
    return;
  }
  event->rwnd = BPF_CORE_READ(association, peer.rwnd);
  event->outstanding = BPF_CORE_READ(association, outqueue.outstanding_bytes);
  event->queued = BPF_CORE_READ(association, outqueue.out_qlen);
  event->local_port = BPF_CORE_READ(association, base.bind_addr.port);
  event->peer_port = BPF_CORE_READ(association, peer.port);
  struct sctp_transport *path = BPF_CORE_READ(association, peer.primary_path);
  if (!path) return;
  event->cwnd = BPF_CORE_READ(path, cwnd);
  event->ssthresh = BPF_CORE_READ(path, ssthresh);
  event->flight = BPF_CORE_READ(path, flight_size);
  event->srtt = BPF_CORE_READ(path, srtt);
  event->rto = BPF_CORE_READ(path, rto);
  if (bpf_core_read(event->local, TRACE_ADDRESS, &path->saddr) == 0 && bpf_core_read(event->peer, TRACE_ADDRESS, &path->ipaddr) == 0) event->known |= TRACE_HAS_PATH;
}

static __always_inline __u64 inode_of(struct sock *sk)
{
  return BPF_CORE_READ(sk, sk_socket, file, f_inode, i_ino);
}

static __always_inline void read_arguments(struct trace_event *event)
{
#ifdef __TARGET_ARCH_x86
  struct pt_regs *regs = (struct pt_regs *)bpf_task_pt_regs(bpf_get_current_task_btf());
  event->call = BPF_CORE_READ(regs, orig_ax);
  if (event->call == IO_URING_ENTER) return;
  event->fd = BPF_CORE_READ(regs, di);
  event->message = BPF_CORE_READ(regs, si);
  /* sendmsg() and recvmsg() have their flags third, the others fourth. */
  event->flags = event->call == 46 || event->call == 47 ? BPF_CORE_READ(regs, dx) : BPF_CORE_READ(regs, r10);
  event->known |= TRACE_HAS_ARGUMENTS;
#endif
}

static __always_inline void count_waits(struct trace_refused *socket, int more)
{
  __sync_fetch_and_add(&socket->waits, more);
  __sync_fetch_and_add(&awaited, more);
}

SEC("fentry/sctp_sendmsg")
int BPF_PROG(send_begins, struct sock *sk, struct msghdr *message, unsigned long length)
{
  struct trace_begun *call = bpf_task_storage_get(&begun, bpf_get_current_task_btf(), 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
  if (!call) return 0;
  call->at = bpf_ktime_get_ns();
  call->head_length = 0;
  call->length = length;
  if (awaited == 0) return 0;
  __u64 key = (__u64)sk;
  struct trace_refused *before = bpf_map_lookup_elem(&refused, &key);
  /* What is accepted is taken out of the caller's buffers. */
  if (before && before->waits) call->head_length = read_head(message, call->head);
  return 0;
}

SEC("fexit/sctp_sendmsg")
int BPF_PROG(send_ends, struct sock *sk, struct msghdr *message, unsigned long length, int result)
{
  if (result != -EAGAIN && (result >= 0 ? awaited : watched) == 0) return 0;
  __u64 key = (__u64)sk;
  struct trace_refused *before = bpf_map_lookup_elem(&refused, &key);
  if (result != -EAGAIN && (!before || (result >= 0 && !before->waits))) return 0;

  struct sctp_association *association = association_of(sk, message);
  struct trace_waiting waits = {.socket = key, .association = (__u64)association, .inode = before ? before->inode : inode_of(sk)};
  struct trace_refused first = {.inode = waits.inode, .fd = -1};
  if (!before) {
    if (bpf_map_update_elem(&refused, &key, &first, BPF_NOEXIST) == 0) __sync_fetch_and_add(&watched, 1);
    before = bpf_map_lookup_elem(&refused, &key);
  }
  if (result == -EAGAIN) {
    __u8 yes = 1;
    if (before && bpf_map_update_elem(&waiting, &waits, &yes, BPF_NOEXIST) == 0) count_waits(before, 1);
  } else {
    if (!before) return 0;
    if (bpf_map_delete_elem(&waiting, &waits) == 0) count_waits(before, -1);
    /* Of one socket's associations another one may be accepted in between. */
    else if (result >= 0) return 0;
  }

  struct trace_begun *call = bpf_task_storage_get(&begun, bpf_get_current_task_btf(), 0, 0);
  struct trace_event *event = reserve();
  if (!event) {
    count_lost();
    return 0;
  }
  describe(event, sk, association, TRACE_SEND);
  event->begin = call ? call->at : 0;
  event->inode = waits.inode;
  event->length = length;
  event->result = result;
  read_arguments(event);
  if (before) {
    if (event->fd >= 0) before->fd = event->fd;
    else event->fd = before->fd;
  }
  if (result == -EAGAIN) {
    event->head_length = read_head(message, event->head);
  } else if (call && call->head_length) {
    __builtin_memcpy(event->head, call->head, TRACE_HEAD);
    event->head_length = call->head_length;
  }
  submit(event);
  return 0;
}

static __always_inline int ends(struct sock *sk, __u32 kind, __u32 how)
{
  if (watched == 0) return 0;
  __u64 key = (__u64)sk;
  struct trace_refused *before = bpf_map_lookup_elem(&refused, &key);
  if (!before) return 0;
  struct trace_event *event = reserve();
  if (event) {
    describe(event, sk, association_of(sk, 0), kind);
    event->begin = event->end;
    event->inode = before->inode;
    event->fd = before->fd;
    event->flags = how;
    submit(event);
  } else {
    count_lost();
  }
  if (kind == TRACE_CLOSE) {
    __sync_fetch_and_add(&awaited, -(__u64)before->waits);
    if (bpf_map_delete_elem(&refused, &key) == 0) __sync_fetch_and_add(&watched, -1);
  }
  return 0;
}

/* An association that is lost is told to whoever receives. The function has had different arguments; the socket was always the first. */
SEC("fexit/sctp_recvmsg")
int BPF_PROG(receive_ends, struct sock *sk)
{
  if (watched == 0) return 0;
  __u64 returned = 0;
  bpf_get_func_ret(ctx, &returned);
  int result = returned;
  if (result > 0 || result == -EAGAIN || result == -ERESTARTSYS) return 0;
  __u64 key = (__u64)sk;
  struct trace_refused *before = bpf_map_lookup_elem(&refused, &key);
  if (!before) return 0;
  struct trace_event *event = reserve();
  if (event) {
    describe(event, sk, association_of(sk, 0), TRACE_RECEIVE);
    event->begin = event->end;
    event->inode = before->inode;
    event->result = result;
    read_arguments(event);
    if (event->fd < 0) event->fd = before->fd;
    submit(event);
  } else {
    count_lost();
  }
  return 0;
}

SEC("fentry/sctp_close")
int BPF_PROG(socket_closes, struct sock *sk, long timeout)
{
  return ends(sk, TRACE_CLOSE, 0);
}

SEC("fentry/sctp_shutdown")
int BPF_PROG(socket_shuts_down, struct sock *sk, int how)
{
  return ends(sk, TRACE_SHUTDOWN, how - 1);
}
