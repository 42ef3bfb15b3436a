/* Structures of the kernel, as far as they are read; the loader finds where the running kernel has them. */
#ifndef STALLSCOPE_TRACE_KERNEL_H
#define STALLSCOPE_TRACE_KERNEL_H

#include "event.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct inode { unsigned long i_ino; };
struct file { struct inode *f_inode; };
struct socket { struct file *file; };
struct sock { int sk_sndbuf; int sk_wmem_queued; struct socket *sk_socket; };
struct iovec { void *iov_base; unsigned long iov_len; };
struct iov_iter { unsigned long iov_offset; unsigned long count; const struct iovec *iov; };
struct iov_iter___since_6_4 { unsigned char iter_type; const struct iovec *__iov; void *ubuf; };
struct msghdr { void *msg_name; int msg_namelen; struct iov_iter msg_iter; void *msg_control; unsigned long msg_controllen; };
struct list_head { struct list_head *next, *prev; };
union sctp_addr { unsigned char bytes[TRACE_ADDRESS]; };
struct sctp_transport { union sctp_addr ipaddr; union sctp_addr saddr; unsigned int cwnd; unsigned int ssthresh; unsigned int flight_size; unsigned int srtt; unsigned long rto; };
struct sctp_bind_addr { unsigned short port; };
struct sctp_ep_common { struct sctp_bind_addr bind_addr; };
struct sctp_outq { unsigned int outstanding_bytes; unsigned int out_qlen; };
struct sctp_association {
  struct sctp_ep_common base;
  struct list_head asocs;
  int assoc_id;
  struct { struct sctp_transport *primary_path; unsigned short port; unsigned int rwnd; } peer;
  struct sctp_outq outqueue;
};
struct sctp_endpoint { struct sctp_ep_common base; struct list_head asocs; };
enum sctp_socket_type { SCTP_SOCKET_UDP, SCTP_SOCKET_UDP_HIGH_BANDWIDTH, SCTP_SOCKET_TCP };
struct sctp_sock { enum sctp_socket_type type; struct sctp_endpoint *ep; };
// x86-64 alone: elsewhere the descriptor is found in /proc.
struct pt_regs { unsigned long di; unsigned long si; unsigned long dx; unsigned long r10; unsigned long orig_ax; };

#pragma clang attribute pop

enum iter_type___since_6_4 { ITER_UBUF___since_6_4 };
enum bpf_func_id___since_5_17 { BPF_FUNC_loop___since_5_17 = 181 };

#endif
