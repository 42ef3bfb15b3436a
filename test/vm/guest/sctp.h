// What client and server share: an SCTP socket and Diameter messages (RFC 6733), as few as the scenarios need.
#pragma once

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sctp.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { HEADER = 20, LONGEST = 8192, DIAMETER = 46, CREDIT_CONTROL = 272, SESSION_ID = 263, RESULT_CODE = 268, ORIGIN_HOST = 264, FILLER = 25 };

static inline void fail(const char *what) {
  fprintf(stderr, "%s: %s\n", what, strerror(errno));
  exit(1);
}

static inline unsigned long nanoseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (unsigned long)time.tv_sec * 1000000000 + (unsigned long)time.tv_nsec;
}

static inline double now(void) { return (double)nanoseconds() / 1e9; }

static inline void put32(uint8_t *to, uint32_t value) {
  value = htonl(value);
  memcpy(to, &value, 4);
}

static inline size_t header(uint8_t *message, uint8_t flags, uint32_t id) {
  memset(message, 0, HEADER);
  message[0] = 1;
  put32(message + 4, CREDIT_CONTROL);
  message[4] = flags;
  put32(message + 8, 4);
  put32(message + 12, id);
  put32(message + 16, id + 0x10000000);
  return HEADER;
}

static inline size_t avp(uint8_t *message, size_t at, uint32_t code, const void *value, size_t length) {
  put32(message + at, code);
  put32(message + at + 4, (uint32_t)(8 + length));
  message[at + 4] = 0x40;
  memcpy(message + at + 8, value, length);
  size_t end = at + 8 + length;
  while (end & 3) message[end++] = 0;
  return end;
}

static inline size_t finish(uint8_t *message, size_t length) {
  put32(message, (uint32_t)length);
  message[0] = 1;
  return length;
}

static inline void setOption(int fd, int level, int name, const void *value, socklen_t length) {
  if (setsockopt(fd, level, name, value, length) != 0) fail("setsockopt");
}

// A comma separated list of addresses as the kernel wants it; the first is also returned in `first`.
static inline int addresses(char *list, uint16_t port, struct sockaddr_in *found, int most) {
  int count = 0;
  for (char *each = strtok(list, ","); each && count < most; each = strtok(NULL, ",")) {
    found[count] = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port)};
    if (inet_pton(AF_INET, each, &found[count++].sin_addr) != 1) fail(each);
  }
  return count;
}

// `style`: SOCK_STREAM for one association, SOCK_SEQPACKET for any number.
static inline int openSocket(int style, const struct sockaddr_in *local, int locals) {
  const int fd = socket(AF_INET, style, IPPROTO_SCTP);
  if (fd < 0) fail("socket");
  if (locals > 0) setOption(fd, IPPROTO_SCTP, SCTP_SOCKOPT_BINDX_ADD, local, (socklen_t)(locals * sizeof *local));
  return fd;
}
