// Test tool: one side of a userland SCTP association (libusrsctp), in a network namespace of its own, since two in one would answer each other.
//   peer server LOCAL UDP_PORT PAUSE_AFTER PAUSE_MS   reads, but nothing for PAUSE_MS after PAUSE_AFTER messages
//   peer client LOCAL PEER UDP_PORT DURATION_MS       sends Diameter requests without blocking; prints a log as strace would
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <usrsctp.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

static constexpr uint16_t kPort = 3868;
static constexpr int kBuffer = 20'000;
static constexpr size_t kMessage = 600;

static int64_t nanoseconds(clockid_t clock) {
  timespec time;
  clock_gettime(clock, &time);
  return int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

static sockaddr_in at(const char* address) {
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(kPort);
  inet_pton(AF_INET, address, &name.sin_addr);
  return name;
}

[[noreturn]] static void fail(const char* what) {
  perror(what);
  exit(1);
}

static struct socket* open(const char* local, uint16_t udpPort) {
  usrsctp_init(udpPort, nullptr, nullptr);
  struct socket* socket = usrsctp_socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP, nullptr, nullptr, 0, nullptr);
  if (!socket) fail("usrsctp_socket");
  for (const int option : {SO_SNDBUF, SO_RCVBUF}) usrsctp_setsockopt(socket, SOL_SOCKET, option, &kBuffer, sizeof kBuffer);
  if (udpPort != 0) {
    sctp_udpencaps encapsulation{};
    encapsulation.sue_address.ss_family = AF_INET;
    encapsulation.sue_port = htons(udpPort);
    usrsctp_setsockopt(socket, IPPROTO_SCTP, SCTP_REMOTE_UDP_ENCAPS_PORT, &encapsulation, sizeof encapsulation);
  }
  const int on = 1;
  usrsctp_setsockopt(socket, IPPROTO_SCTP, SCTP_NODELAY, &on, sizeof on);
  sockaddr_in name = at(local);
  if (usrsctp_bind(socket, reinterpret_cast<sockaddr*>(&name), sizeof name) < 0) fail("bind");
  return socket;
}

static int serve(const char* local, uint16_t udpPort, long pauseAfter, long pauseMilliseconds) {
  struct socket* listening = open(local, udpPort);
  if (usrsctp_listen(listening, 1) < 0) fail("listen");
  puts("ready");
  fflush(stdout);
  struct socket* socket = usrsctp_accept(listening, nullptr, nullptr);
  if (!socket) fail("accept");
  static char buffer[65536];
  for (long messages = 0;; messages++) {
    if (messages == pauseAfter) usleep(static_cast<useconds_t>(pauseMilliseconds * 1000));
    sockaddr_in from;
    socklen_t length = sizeof from, infoLength = 0;
    unsigned infoType = 0;
    int flags = 0;
    if (usrsctp_recvv(socket, buffer, sizeof buffer, reinterpret_cast<sockaddr*>(&from), &length, nullptr, &infoLength, &infoType, &flags) <= 0) break;
  }
  _exit(0);
}

static std::string request(uint32_t number) {
  std::string message(kMessage, '\0');
  const auto set = [&message](size_t offset, uint32_t value) {
    const uint32_t big = htonl(value);
    memcpy(message.data() + offset, &big, sizeof big);
  };
  set(0, 1u << 24 | kMessage);
  set(4, 0x80u << 24 | 272);
  set(8, 4);
  set(12, number);
  set(16, number + 0x10000000);
  // One AVP, Origin-Host, fills the rest.
  set(20, 264);
  set(24, 0x40u << 24 | (kMessage - 20));
  memset(message.data() + 28, 'x', kMessage - 28);
  return message;
}

static void log(int64_t began, const std::string& message, ssize_t sent, int error) {
  const int64_t took = nanoseconds(CLOCK_REALTIME) - began;
  std::string head;
  for (size_t byte = 0; byte < 20; byte++) {
    char text[8];
    snprintf(text, sizeof text, "\\x%02x", static_cast<unsigned char>(message[byte]));
    head += text;
  }
  printf("%d   %lld.%06lld sendmsg(17<SCTP:[9089]>, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"%s\"..., iov_len=%zu}], msg_iovlen=1, msg_controllen=0, "
         "msg_flags=0}, MSG_DONTWAIT) = ", getpid(), static_cast<long long>(began / 1'000'000'000), static_cast<long long>(began / 1000 % 1'000'000), head.c_str(), message.size());
  if (sent >= 0) printf("%zd", sent);
  else printf("-1 %s (Resource temporarily unavailable)", error == EAGAIN ? "EAGAIN" : "EPIPE");
  printf(" <0.%06lld>\n", static_cast<long long>(took / 1000));
}

static int send(const char* local, const char* peer, uint16_t udpPort, long milliseconds) {
  struct socket* socket = open(local, udpPort);
  sockaddr_in name = at(peer);
  if (usrsctp_connect(socket, reinterpret_cast<sockaddr*>(&name), sizeof name) < 0) fail("connect");
  usrsctp_set_non_blocking(socket, 1);
  sctp_sndinfo info{};
  info.snd_ppid = htonl(46);
  long refused = 0;
  uint32_t number = 1;
  for (const int64_t end = nanoseconds(CLOCK_MONOTONIC) + milliseconds * 1'000'000; nanoseconds(CLOCK_MONOTONIC) < end;) {
    const std::string message = request(number);
    const int64_t began = nanoseconds(CLOCK_REALTIME);
    const ssize_t sent = usrsctp_sendv(socket, message.data(), message.size(), nullptr, 0, &info, sizeof info, SCTP_SENDV_SNDINFO, 0);
    const int error = errno;
    log(began, message, sent, error);
    if (sent >= 0) number++;
    else if (error != EAGAIN) break;
    else refused++;
    usleep(sent >= 0 ? 1000 : 20'000);
  }
  fprintf(stderr, "%u accepted, %ld refused\n", number - 1, refused);
  fflush(stdout);
  _exit(0);
}

int main(int count, char** words) {
  if (count != 6) return 2;
  if (std::string{words[1]} == "server") return serve(words[2], static_cast<uint16_t>(atoi(words[3])), atol(words[4]), atol(words[5]));
  return send(words[2], words[3], static_cast<uint16_t>(atoi(words[4])), atol(words[5]));
}
