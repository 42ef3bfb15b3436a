// Answers requests with success; stopped from outside (SIGSTOP) it is a peer that reads no more.
//   server LOCAL[,LOCAL] RCVBUF
#include "sctp.h"

enum { PORT = 3868, ADDRESSES = 4 };

int main(int count, char **words) {
  if (count < 3) return 2;
  struct sockaddr_in local[ADDRESSES];
  const int locals = addresses(words[1], PORT, local, ADDRESSES);
  const int listener = openSocket(SOCK_STREAM, local, locals);
  const int rcvbuf = atoi(words[2]);
  if (rcvbuf > 0) setOption(listener, SOL_SOCKET, SO_RCVBUF, &rcvbuf, sizeof rcvbuf);
  const struct sctp_sndinfo usual = {.snd_ppid = htonl(DIAMETER)};
  setOption(listener, IPPROTO_SCTP, SCTP_DEFAULT_SNDINFO, &usual, sizeof usual);
  if (listen(listener, 4) != 0) fail("listen");
  signal(SIGPIPE, SIG_IGN);
  for (;;) {
    const int fd = accept(listener, NULL, NULL);
    if (fd < 0) fail("accept");
    uint8_t message[LONGEST], answer[256];
    while (recv(fd, message, sizeof message, 0) >= HEADER) {
      uint32_t id;
      memcpy(&id, message + 12, 4);
      uint8_t success[4];
      put32(success, 2001);
      size_t at = header(answer, 0x40, ntohl(id));
      at = avp(answer, at, RESULT_CODE, success, sizeof success);
      at = avp(answer, at, ORIGIN_HOST, "server.example", 14);
      if (send(fd, answer, finish(answer, at), 0) < 0) break;
    }
    close(fd);
  }
}
