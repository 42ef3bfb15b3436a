// Sends requests at a steady rate on a non-blocking socket and counts by itself how often a send was refused (EAGAIN).
//   client LOCAL[,LOCAL] PEER[,PEER] RATE BYTES SECONDS SNDBUF [sendmsg|sendto|writev|many] [wait|again|spin]
// many: a socket with one association to each PEER, which have their turns; else the PEERs are addresses of one. wait: asks epoll when it may go on.
// again: tries again after a millisecond. spin: at once. Its last line on stdout: "sent=… refused=… answers=… lost=… cpu=… insends=… refused0=… refused1=…"
// (lost: an errno; cpu: microseconds; insends: nanoseconds in accepted sends; the last: by PEER, of many).
#include "sctp.h"

enum { PEER_PORT = 3868, ADDRESSES = 4 };

static int fd;
static const char *call = "sendmsg";
static struct sockaddr_in peer[ADDRESSES];
static int peers, turn;
static int isMany;

static ssize_t sendOne(uint8_t *message, size_t length) {
  struct iovec parts[2] = {{message, HEADER}, {message + HEADER, length - HEADER}};
  if (strcmp(call, "writev") == 0) return writev(fd, parts, 2);
  if (strcmp(call, "sendto") == 0) return sendto(fd, message, length, MSG_NOSIGNAL, NULL, 0);
  struct iovec whole = {message, length};
  char control[CMSG_SPACE(sizeof(struct sctp_sndinfo))] __attribute__((aligned(8))) = {0};
  struct msghdr header = {.msg_name = isMany ? &peer[turn] : NULL, .msg_namelen = isMany ? sizeof *peer : 0, .msg_iov = &whole, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  struct cmsghdr *first = CMSG_FIRSTHDR(&header);
  first->cmsg_level = IPPROTO_SCTP;
  first->cmsg_type = SCTP_SNDINFO;
  first->cmsg_len = CMSG_LEN(sizeof(struct sctp_sndinfo));
  ((struct sctp_sndinfo *)CMSG_DATA(first))->snd_ppid = htonl(DIAMETER);
  return sendmsg(fd, &header, MSG_NOSIGNAL);
}

static size_t request(uint8_t *message, uint32_t id, size_t wanted) {
  static uint8_t filling[LONGEST];
  char session[64];
  size_t at = header(message, 0xc0, id);
  at = avp(message, at, SESSION_ID, session, (size_t)snprintf(session, sizeof session, "client.example;1;%u", id));
  at = avp(message, at, ORIGIN_HOST, "client.example", 14);
  if (at + 8 < wanted) at = avp(message, at, FILLER, filling, wanted - at - 8);
  return finish(message, at);
}

int main(int count, char **words) {
  if (count < 7) return 2;
  struct sockaddr_in local[ADDRESSES];
  const int locals = addresses(words[1], 0, local, ADDRESSES);
  peers = addresses(words[2], PEER_PORT, peer, ADDRESSES);
  const double rate = atof(words[3]), seconds = atof(words[5]);
  const size_t bytes = (size_t)atol(words[4]);
  const int sndbuf = atoi(words[6]);
  if (count > 7) call = words[7];
  isMany = strcmp(call, "many") == 0;
  const int again = count > 8 && strcmp(words[8], "again") == 0, spins = count > 8 && strcmp(words[8], "spin") == 0;

  fd = openSocket(isMany ? SOCK_SEQPACKET : SOCK_STREAM, local, locals);
  if (sndbuf > 0) setOption(fd, SOL_SOCKET, SO_SNDBUF, &sndbuf, sizeof sndbuf);
  const int on = 1;
  setOption(fd, IPPROTO_SCTP, SCTP_NODELAY, &on, sizeof on);
  const struct sctp_sndinfo usual = {.snd_ppid = htonl(DIAMETER)};
  setOption(fd, IPPROTO_SCTP, SCTP_DEFAULT_SNDINFO, &usual, sizeof usual);
  // A lost path is noticed within seconds.
  const struct sctp_paddrparams path = {.spp_hbinterval = 1000, .spp_pathmaxrxt = 2, .spp_flags = SPP_HB_ENABLE};
  setOption(fd, IPPROTO_SCTP, SCTP_PEER_ADDR_PARAMS, &path, sizeof path);
  const struct sctp_assocparams patience = {.sasoc_asocmaxrxt = 3};
  setOption(fd, IPPROTO_SCTP, SCTP_ASSOCINFO, &patience, sizeof patience);
  for (int first = 0; first < peers; first += isMany ? 1 : peers) {
    if (setsockopt(fd, IPPROTO_SCTP, SCTP_SOCKOPT_CONNECTX, peer + first, (socklen_t)((isMany ? 1 : peers) * (int)sizeof *peer)) < 0) fail("connect");
  }
  fcntl(fd, F_SETFL, O_NONBLOCK);

  const int poll = epoll_create1(0);
  struct epoll_event wanted = {.events = EPOLLIN, .data.fd = fd};
  epoll_ctl(poll, EPOLL_CTL_ADD, fd, &wanted);
  unsigned long sent = 0, refused = 0, answers = 0, inSends = 0, refusedBy[ADDRESSES] = {0};
  int lost = 0, waiting = 0;
  uint8_t message[LONGEST], answer[LONGEST];
  size_t length = 0;
  uint32_t id = 0x1000;
  const double began = now(), end = began + seconds;
  while (!lost && now() < end) {
    while (!waiting && !lost && (double)sent < (now() - began) * rate) {
      if (length == 0) length = request(message, id++, bytes);
      const int to = turn;
      const unsigned long before = nanoseconds();
      const int isSent = sendOne(message, length) >= 0;
      const unsigned long took = nanoseconds() - before;
      if (isMany) turn = (turn + 1) % peers;
      if (isSent) {
        sent++;
        inSends += took;
        length = 0;
      } else if (errno == EAGAIN) {
        refused++;
        refusedBy[to]++;
        waiting = !spins && !again;
        if (again) usleep(1000);
        if (now() >= end) break;
      } else {
        lost = errno;
      }
    }
    wanted.events = EPOLLIN | (waiting ? EPOLLOUT : 0);
    epoll_ctl(poll, EPOLL_CTL_MOD, fd, &wanted);
    struct epoll_event happened;
    if (epoll_wait(poll, &happened, 1, 5) < 1) continue;
    if (happened.events & EPOLLOUT) waiting = 0;
    if (happened.events & (EPOLLIN | EPOLLERR | EPOLLHUP)) {
      const ssize_t got = recv(fd, answer, sizeof answer, 0);
      if (got > 0) answers++;
      else if (got == 0 && !isMany) lost = EPIPE;
      else if (errno != EAGAIN) lost = errno;
    }
  }
  close(fd);
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  const long cpu = (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000L + used.ru_utime.tv_usec + used.ru_stime.tv_usec;
  printf("sent=%lu refused=%lu answers=%lu lost=%d cpu=%ld insends=%lu", sent, refused, answers, lost, cpu, inSends);
  for (int each = 0; isMany && each < peers; each++) printf(" refused%d=%lu", each, refusedBy[each]);
  printf("\n");
  return 0;
}
