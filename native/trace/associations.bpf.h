/* Of a socket with several associations, the one that a message is for: by the address that the sender gave, or by its identifier. */
#ifndef STALLSCOPE_TRACE_ASSOCIATIONS_H
#define STALLSCOPE_TRACE_ASSOCIATIONS_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>

#include "kernel.bpf.h"

#define IPPROTO_SCTP 132
#define SCTP_SNDRCV 1
#define SCTP_SNDINFO 2
#define AF_INET 2
#define AF_INET6 10
/* Of one socket, as far as they are looked through for the one that a message is for; kernels before 5.17 are asked less. */
#define ASSOCIATIONS 4096
#define FEW_ASSOCIATIONS 16

struct destination { __u32 address[4]; __u16 port; };

/* IPv4 as IPv6 has it, so that both ways to write it are the same. False for other families. */
static __always_inline int read_destination(struct destination *to, const void *from)
{
  __u8 bytes[TRACE_ADDRESS];
  if (bpf_probe_read_kernel(bytes, sizeof bytes, from) != 0) return 0;
  __u16 family = *(__u16 *)bytes;
  to->port = *(__u16 *)(bytes + 2);
  if (family == AF_INET) {
    to->address[0] = to->address[1] = 0;
    to->address[2] = bpf_htonl(0xffff);
    __builtin_memcpy(&to->address[3], bytes + 4, 4);
  } else if (family == AF_INET6) {
    __builtin_memcpy(to->address, bytes + 8, 16);
  } else {
    return 0;
  }
  return 1;
}

/* The identifier of an association in the first ancillary item of a message; 0 where it names none. */
static __always_inline __u32 named_id(struct msghdr *message)
{
  struct { __u64 length; __u32 level, type; __u32 data[8]; } item = {};
  void *control = BPF_CORE_READ(message, msg_control);
  unsigned long length = BPF_CORE_READ(message, msg_controllen);
  if (!control || length < 32) return 0;
  if (bpf_probe_read_kernel(&item, length < sizeof item ? 32 : sizeof item, control) != 0 || item.level != IPPROTO_SCTP) return 0;
  if (item.type == SCTP_SNDINFO) return item.data[3];
  return item.type == SCTP_SNDRCV ? item.data[7] : 0;
}

struct search {
  struct list_head *each, *end;
  struct sctp_association *found;
  struct destination wanted;
  __u32 is_named;
  __u32 id;
};

/* 1 when it is found, or is not there. */
static __always_inline int look_at_next(struct search *search)
{
  struct list_head *each = search->each;
  if (!each || each == search->end) return 1;
  struct sctp_association *association = (void *)each - bpf_core_field_offset(struct sctp_association, asocs);
  int is_it = 0;
  if (!search->is_named) {
    is_it = (__u32)BPF_CORE_READ(association, assoc_id) == search->id;
  } else if (BPF_CORE_READ(association, peer.port) == bpf_ntohs(search->wanted.port)) {
    struct destination to = {};
    struct sctp_transport *path = BPF_CORE_READ(association, peer.primary_path);
    if (path && read_destination(&to, &path->ipaddr)) {
      const __u32 *one = to.address, *other = search->wanted.address;
      is_it = ((one[0] ^ other[0]) | (one[1] ^ other[1]) | (one[2] ^ other[2]) | (one[3] ^ other[3])) == 0;
    }
  }
  if (is_it) search->found = association;
  else search->each = BPF_CORE_READ(each, next);
  return is_it;
}

static long look(__u32 index, void *search)
{
  return look_at_next(search);
}

/* The association of a socket: the only one, or the one that the message is for; 0 where neither is to be seen. */
static __always_inline struct sctp_association *association_of(struct sock *sk, struct msghdr *message)
{
  struct sctp_endpoint *ep = BPF_CORE_READ((struct sctp_sock *)sk, ep);
  if (!ep) return 0;
  struct list_head *end = (void *)ep + bpf_core_field_offset(struct sctp_endpoint, asocs);
  struct list_head *first = BPF_CORE_READ(end, next);
  if (!first || first == end) return 0;
  if (first == BPF_CORE_READ(end, prev)) return (void *)first - bpf_core_field_offset(struct sctp_association, asocs);
  if (!message) return 0;
  struct search search = {.each = first, .end = end};
  void *name = BPF_CORE_READ(message, msg_name);
  search.is_named = name && BPF_CORE_READ(message, msg_namelen) > 0 && read_destination(&search.wanted, name);
  if (!search.is_named && (search.id = named_id(message)) == 0) return 0;
  if (bpf_core_enum_value_exists(enum bpf_func_id___since_5_17, BPF_FUNC_loop___since_5_17)) {
    bpf_loop(ASSOCIATIONS, look, &search, 0);
  } else {
    for (int i = 0; i < FEW_ASSOCIATIONS; i++) {
      if (look_at_next(&search)) break;
    }
  }
  return search.found;
}

#endif
