// Test tool: sends frames of one kind from an interface. frames INTERFACE KIND COUNT [PER_SECOND]
// SCTP packets carry one DATA chunk each, TSNs counting up, with a right CRC32c.
#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

using Bytes = std::vector<uint8_t>;

static void big16(Bytes& to, unsigned value) {
  to.push_back(static_cast<uint8_t>(value >> 8));
  to.push_back(static_cast<uint8_t>(value));
}
static void big32(Bytes& to, uint32_t value) {
  big16(to, value >> 16);
  big16(to, value & 0xffff);
}
static Bytes operator+(Bytes a, const Bytes& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

static uint32_t crc32c(const uint8_t* bytes, size_t length) {
  uint32_t crc = ~0u;
  for (size_t at = 0; at < length; at++) {
    crc ^= bytes[at];
    for (int bit = 0; bit < 8; bit++) crc = crc & 1 ? crc >> 1 ^ 0x82f63b78 : crc >> 1;
  }
  return ~crc;
}

static Bytes sctp(unsigned source, unsigned destination, uint32_t tsn, size_t payload, bool sum) {
  Bytes packet;
  big16(packet, source);
  big16(packet, destination);
  big32(packet, 0x5ca1ab1e);
  big32(packet, 0);
  packet.push_back(0);
  packet.push_back(3);
  big16(packet, static_cast<unsigned>(16 + payload));
  big32(packet, tsn);
  big16(packet, 0);
  big16(packet, tsn & 0xffff);
  big32(packet, 46);
  packet.resize(packet.size() + ((payload + 3) & ~size_t{3}), 'x');
  if (sum) {
    const uint32_t crc = crc32c(packet.data(), packet.size());
    memcpy(packet.data() + 8, &crc, sizeof crc);
  }
  return packet;
}

static Bytes udp(unsigned source, unsigned destination, const Bytes& payload) {
  Bytes packet;
  big16(packet, source);
  big16(packet, destination);
  big16(packet, static_cast<unsigned>(8 + payload.size()));
  big16(packet, 0);
  return packet + payload;
}

static Bytes ipv4(uint8_t protocol, const Bytes& payload, unsigned fragment = 0, unsigned options = 0) {
  Bytes packet{static_cast<uint8_t>(0x45 + options), 0};
  big16(packet, static_cast<unsigned>(20 + 4 * options + payload.size()));
  big16(packet, 7);
  big16(packet, fragment);
  packet.push_back(64);
  packet.push_back(protocol);
  big16(packet, 0);
  big32(packet, 0x0a000001);
  big32(packet, 0x0a000002);
  packet.resize(packet.size() + 4 * options, 1);
  uint32_t sum = 0;
  for (size_t at = 0; at < packet.size(); at += 2) sum += static_cast<uint32_t>(packet[at] << 8 | packet[at + 1]);
  while (sum >> 16) sum = (sum & 0xffff) + (sum >> 16);
  packet[10] = static_cast<uint8_t>(~sum >> 8);
  packet[11] = static_cast<uint8_t>(~sum);
  return packet + payload;
}

static Bytes ipv6(uint8_t next, const Bytes& payload) {
  Bytes packet{0x60, 0, 0, 0};
  big16(packet, static_cast<unsigned>(payload.size()));
  packet.push_back(next);
  packet.push_back(64);
  for (const uint8_t last : {uint8_t{1}, uint8_t{2}}) {
    packet.push_back(0xfd);
    packet.resize(packet.size() + 14, 0);
    packet.push_back(last);
  }
  return packet + payload;
}

static Bytes ethernet(unsigned type, const Bytes& payload) {
  Bytes frame{2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1};
  big16(frame, type);
  return frame + payload;
}
static Bytes tag(unsigned id, unsigned type, const Bytes& payload) {
  Bytes tagged;
  big16(tagged, id);
  big16(tagged, type);
  return tagged + payload;
}

static constexpr uint8_t kSctp = 132, kUdp = 17, kTcp = 6;

static Bytes frameOf(const std::string& kind, uint32_t tsn) {
  const size_t payload = kind == "large" ? 2000 : 300;
  const Bytes data = sctp(43563, 3868, tsn, payload, kind != "offload" && kind != "damaged");
  const Bytes other = sctp(4868, 1234, tsn, payload, true);
  if (kind == "ipv4" || kind == "offload" || kind == "large") return ethernet(ETH_P_IP, ipv4(kSctp, data));
  if (kind == "damaged") {
    Bytes damaged = data;
    damaged[9] = 1;
    return ethernet(ETH_P_IP, ipv4(kSctp, damaged));
  }
  if (kind == "ipv4-options") return ethernet(ETH_P_IP, ipv4(kSctp, data, 0, 3));
  if (kind == "ipv6") return ethernet(ETH_P_IPV6, ipv6(kSctp, data));
  if (kind == "other-ports") return ethernet(ETH_P_IP, ipv4(kSctp, other));
  if (kind == "other-ports-ipv6") return ethernet(ETH_P_IPV6, ipv6(kSctp, other));
  if (kind == "vlan") return ethernet(ETH_P_8021Q, tag(42, ETH_P_IP, ipv4(kSctp, data)));
  if (kind == "vlan-ipv6") return ethernet(ETH_P_8021Q, tag(42, ETH_P_IPV6, ipv6(kSctp, data)));
  if (kind == "qinq") return ethernet(ETH_P_8021AD, tag(7, ETH_P_8021Q, tag(42, ETH_P_IP, ipv4(kSctp, data))));
  if (kind == "qinq-priority-2") return ethernet(ETH_P_8021AD, tag(0x4007, ETH_P_8021Q, tag(0x402a, ETH_P_IP, ipv4(kSctp, data))));
  if (kind == "qinq-priority-3") return ethernet(ETH_P_8021AD, tag(0x6007, ETH_P_8021Q, tag(0x602a, ETH_P_IPV6, ipv6(kSctp, data))));
  if (kind == "vlan-tcp") return ethernet(ETH_P_8021Q, tag(42, ETH_P_IP, ipv4(kTcp, data)));
  if (kind == "udp") return ethernet(ETH_P_IP, ipv4(kUdp, udp(9899, 9899, data)));
  if (kind == "udp-ipv6") return ethernet(ETH_P_IPV6, ipv6(kUdp, udp(40000, 9899, data)));
  if (kind == "udp-other-ports") return ethernet(ETH_P_IP, ipv4(kUdp, udp(9899, 9899, other)));
  if (kind == "later-fragment") return ethernet(ETH_P_IP, ipv4(kSctp, Bytes(64, 'y'), 185));
  if (kind == "hop-by-hop") return ethernet(ETH_P_IPV6, ipv6(0, Bytes{kSctp, 0, 5, 2, 0, 0, 1, 0} + data));
  if (kind == "fragment-ipv6") return ethernet(ETH_P_IPV6, ipv6(44, Bytes{kSctp, 0, 0, 1, 0, 0, 0, 9} + data));
  if (kind == "later-fragment-ipv6") return ethernet(ETH_P_IPV6, ipv6(44, Bytes{kSctp, 0, 0, 185, 0, 0, 0, 9} + Bytes(64, 'y')));
  if (kind == "tcp") return ethernet(ETH_P_IP, ipv4(kTcp, data));
  if (kind == "dns") return ethernet(ETH_P_IP, ipv4(kUdp, udp(40000, 53, data)));
  if (kind == "arp") return ethernet(ETH_P_ARP, Bytes{0, 1, 8, 0, 6, 4, 0, 1} + Bytes(20, 0x84));
  fprintf(stderr, "frames: no kind named %s\n", kind.c_str());
  exit(2);
}

// linux/virtio_net.h is no C++.
struct OffloadHead {
  uint8_t flags = 1;  // VIRTIO_NET_HDR_F_NEEDS_CSUM
  uint8_t segmentation = 0;
  uint16_t headerLength = 0;
  uint16_t segmentLength = 0;
  uint16_t checksumStart = 34;
  uint16_t checksumOffset = 8;
};

static int64_t now() {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  const std::string kind = argv[2];
  const auto count = static_cast<uint32_t>(strtoul(argv[3], nullptr, 10));
  const uint64_t perSecond = argc > 4 ? strtoull(argv[4], nullptr, 10) : 0;
  const int fd = socket(AF_PACKET, SOCK_RAW, 0);
  if (fd < 0) return perror("frames: socket"), 1;
  const bool offload = kind == "offload";
  const int on = 1;
  if (offload && setsockopt(fd, SOL_PACKET, PACKET_VNET_HDR, &on, sizeof on) != 0) return perror("frames: PACKET_VNET_HDR"), 1;
  sockaddr_ll link{};
  link.sll_family = AF_PACKET;
  link.sll_ifindex = static_cast<int>(if_nametoindex(argv[1]));
  constexpr unsigned kBatch = 64;
  const int64_t start = now();
  // Few different frames, made before: the checksum is slow.
  std::vector<Bytes> frames;
  for (uint32_t tsn = 0; tsn < (count < 4096 ? count : 4096); tsn++) {
    Bytes frame = frameOf(kind, tsn + 1);
    if (offload) {
      const OffloadHead head;
      Bytes before(sizeof head);
      memcpy(before.data(), &head, sizeof head);
      frame = before + frame;
    }
    frames.push_back(frame);
  }
  const size_t typeAt = (offload ? sizeof(OffloadHead) : 0) + 12;
  link.sll_protocol = htons(static_cast<uint16_t>(frames.empty() ? 0 : frames[0][typeAt] << 8 | frames[0][typeAt + 1]));
  uint32_t sent = 0;
  while (sent < count) {
    mmsghdr messages[kBatch]{};
    iovec vectors[kBatch];
    unsigned batch = 0;
    for (; batch < kBatch && sent + batch < count; batch++) {
      Bytes& frame = frames[(sent + batch) % frames.size()];
      vectors[batch] = {frame.data(), frame.size()};
      messages[batch].msg_hdr.msg_name = &link;
      messages[batch].msg_hdr.msg_namelen = sizeof link;
      messages[batch].msg_hdr.msg_iov = &vectors[batch];
      messages[batch].msg_hdr.msg_iovlen = 1;
    }
    if (perSecond) {
      const int64_t due = start + static_cast<int64_t>(uint64_t{sent} * 1'000'000'000 / perSecond);
      if (const int64_t wait = due - now(); wait > 0) {
        const timespec pause{wait / 1'000'000'000, wait % 1'000'000'000};
        nanosleep(&pause, nullptr);
      }
    }
    const int done = sendmmsg(fd, messages, batch, 0);
    if (done < 0 && (errno == ENOBUFS || errno == EAGAIN)) {
      usleep(100);
      continue;
    }
    if (done < 0) return perror("frames: send"), 1;
    sent += static_cast<uint32_t>(done);
  }
  printf("%u\n", sent);
  return 0;
}
