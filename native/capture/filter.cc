#include "filter.h"

#include <arpa/inet.h>

#include "program.h"

namespace stallscope {
namespace {

constexpr uint32_t kIpv4 = 0x0800;
constexpr uint32_t kIpv6 = 0x86dd;
constexpr uint32_t kTags[] = {0x8100, 0x88a8, 0x9100};

constexpr uint32_t kSctp = 132;
constexpr uint32_t kUdp = 17;
constexpr uint32_t kFragment = 44;
// Hop-by-hop options, routing, destination options: each says its length in units of eight bytes.
constexpr uint32_t kExtensions[] = {0, 43, 60};
constexpr int kMostExtensions = 6;

constexpr uint32_t kUdpHeader = 8;
constexpr uint32_t kIpv6Header = 40;
constexpr uint32_t kNextHeaderCell = 1;

class Assembly {
 public:
  explicit Assembly(const Filter& filter) : filter_(filter) {}

  std::vector<sock_filter> assemble() {
    links();
    ipv4();
    ipv6();
    udp();
    sctp("sctp", 0);
    program_.place("accept");
    program_.accept(filter_.snapLength);
    program_.place("reject");
    program_.accept(0);
    return program_.finish();
  }

 private:
  // A card may take the outer tag off and leave the inner one before the packet, while the socket's protocol says IP; on the way out
  // it may say a tag and begin with the packet. So the bytes decide: a tag of priority 2 or 3 begins like IP, but not with a length
  // of IP that the packet has room for.
  void links() {
    program_.wordAt(static_cast<uint32_t>(SKF_AD_OFF + SKF_AD_PROTOCOL));
    for (const uint32_t type : {kIpv4, kIpv6}) program_.jumpIfEqual(type, "bytes");
    for (const uint32_t type : kTags) program_.jumpIfEqual(type, "bytes");
    program_.jump("reject");
    program_.place("bytes");
    program_.byteAt(0);
    program_.add(BPF_ALU | BPF_RSH | BPF_K, 4);
    program_.jumpIfEqual(4, "like ipv4");
    program_.jumpUnlessEqual(6, "tags");
    program_.halfAt(4);
    program_.add(BPF_ALU | BPF_ADD | BPF_K, kIpv6Header);
    program_.jumpIfBeyondEnd("tags");
    program_.setIndex(0);
    program_.jump("ipv6");
    program_.place("like ipv4");
    program_.halfAt(2);
    program_.jumpIfBeyondEnd("tags");
    program_.setIndex(0);
    program_.jump("ipv4");
    program_.place("tags");
    program_.halfAt(2);
    for (const uint32_t type : {kIpv4, kIpv6}) program_.jumpIfEqual(type, "one tag");
    for (const uint32_t type : kTags) program_.jumpIfEqual(type, "two tags");
    program_.jump("reject");
    program_.place("one tag");
    program_.setIndex(4);
    version();
    program_.jump("reject");
    program_.place("two tags");
    program_.setIndex(8);
    version();
    program_.jump("reject");
  }

  void version() {
    program_.byteBehind(0);
    program_.add(BPF_ALU | BPF_RSH | BPF_K, 4);
    program_.jumpIfEqual(4, "ipv4");
    program_.jumpIfEqual(6, "ipv6");
  }

  void ipv4() {
    program_.place("ipv4");
    if (filter_.hasAddresses()) {
      for (const uint32_t at : {12u, 16u}) {
        program_.wordBehind(at);
        for (const uint32_t address : filter_.addresses4) program_.jumpIfEqual(address, "ipv4 wanted");
      }
      program_.jump("reject");
      program_.place("ipv4 wanted");
    }
    program_.byteBehind(9);
    program_.jumpIfEqual(kSctp, "ipv4 sctp");
    program_.jumpUnlessEqual(kUdp, "reject");
    program_.halfBehind(6);
    program_.jumpIfAnyBit(0x1fff, "reject");
    skipIpv4Header();
    program_.jump("udp");
    program_.place("ipv4 sctp");
    program_.halfBehind(6);
    // A later fragment has no ports, and without it the first is worth nothing.
    program_.jumpIfAnyBit(0x1fff, "accept");
    skipIpv4Header();
    program_.jump("sctp");
  }

  void skipIpv4Header() {
    program_.byteBehind(0);
    program_.add(BPF_ALU | BPF_AND | BPF_K, 0xf);
    program_.add(BPF_ALU | BPF_LSH | BPF_K, 2);
    program_.add(BPF_ALU | BPF_ADD | BPF_X);
    program_.accumulatorToIndex();
  }

  void ipv6() {
    program_.place("ipv6");
    if (filter_.hasAddresses()) {
      size_t number = 0;
      for (const uint32_t at : {8u, 24u}) {
        for (const auto& address : filter_.addresses6) {
          const std::string next = "address " + std::to_string(number++);
          for (uint32_t word = 0; word < 4; word++) {
            program_.wordBehind(at + 4 * word);
            program_.jumpUnlessEqual(address[word], next);
          }
          program_.jump("ipv6 wanted");
          program_.place(next);
        }
      }
      program_.jump("reject");
      program_.place("ipv6 wanted");
    }
    program_.byteBehind(6);
    program_.store(kNextHeaderCell);
    program_.advanceIndex(kIpv6Header);
    for (int extension = 0; extension < kMostExtensions; extension++) ipv6Extension(std::to_string(extension));
    program_.jump("reject");
    program_.place("ipv6 later fragment");
    program_.recall(kNextHeaderCell);
    program_.jumpIfEqual(kSctp, "accept");
    program_.jump("reject");
  }

  void ipv6Extension(const std::string& number) {
    program_.recall(kNextHeaderCell);
    program_.jumpIfEqual(kSctp, "sctp");
    program_.jumpIfEqual(kUdp, "udp");
    program_.jumpIfEqual(kFragment, "fragment " + number);
    for (const uint32_t type : kExtensions) program_.jumpIfEqual(type, "extension " + number);
    program_.jump("reject");
    program_.place("fragment " + number);
    program_.byteBehind(0);
    program_.store(kNextHeaderCell);
    program_.halfBehind(2);
    program_.jumpIfAnyBit(0xfff8, "ipv6 later fragment");
    program_.advanceIndex(8);
    program_.jump("after " + number);
    program_.place("extension " + number);
    program_.byteBehind(0);
    program_.store(kNextHeaderCell);
    program_.byteBehind(1);
    program_.add(BPF_ALU | BPF_ADD | BPF_K, 1);
    program_.add(BPF_ALU | BPF_LSH | BPF_K, 3);
    program_.add(BPF_ALU | BPF_ADD | BPF_X);
    program_.accumulatorToIndex();
    program_.place("after " + number);
  }

  void udp() {
    program_.place("udp");
    for (const uint32_t at : {0u, 2u}) {
      program_.halfBehind(at);
      for (const uint16_t port : filter_.udpPorts) program_.jumpIfEqual(port, "encapsulated");
    }
    program_.jump("reject");
    sctp("encapsulated", kUdpHeader);
  }

  void sctp(const std::string& place, uint32_t header) {
    program_.place(place);
    if (filter_.ports.empty()) {
      program_.jump("accept");
      return;
    }
    for (const uint32_t at : {0u, 2u}) {
      program_.halfBehind(header + at);
      for (const uint16_t port : filter_.ports) program_.jumpIfEqual(port, "accept");
    }
    program_.jump("reject");
  }

  const Filter& filter_;
  Program program_;
};

std::string join(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += text.empty() ? part : " or " + part;
  return parts.size() > 1 ? "(" + text + ")" : text;
}

}  // namespace

bool Filter::addAddress(const std::string& text) {
  if (in_addr four{}; inet_pton(AF_INET, text.c_str(), &four) == 1) {
    addresses4.push_back(ntohl(four.s_addr));
    return true;
  }
  in6_addr six{};
  if (inet_pton(AF_INET6, text.c_str(), &six) != 1) return false;
  std::array<uint32_t, 4> words{};
  for (size_t word = 0; word < words.size(); word++) {
    const uint8_t* at = six.s6_addr + 4 * word;
    words[word] = uint32_t{at[0]} << 24 | uint32_t{at[1]} << 16 | uint32_t{at[2]} << 8 | at[3];
  }
  addresses6.push_back(words);
  return true;
}

std::vector<sock_filter> Filter::compile() const { return Assembly{*this}.assemble(); }

std::string Filter::text() const {
  std::vector<std::string> kinds{"sctp"};
  for (const uint16_t port : udpPorts) kinds.push_back("udp port " + std::to_string(port));
  std::string all = join(kinds);
  std::vector<std::string> wanted;
  for (const uint16_t port : ports) wanted.push_back("sctp port " + std::to_string(port));
  if (!wanted.empty()) all += " and " + join(wanted);
  wanted.clear();
  char buffer[INET6_ADDRSTRLEN];
  for (const uint32_t address : addresses4) {
    const in_addr four{htonl(address)};
    wanted.push_back(std::string{"host "} + inet_ntop(AF_INET, &four, buffer, sizeof buffer));
  }
  for (const auto& address : addresses6) {
    in6_addr six{};
    for (size_t byte = 0; byte < 16; byte++) six.s6_addr[byte] = static_cast<uint8_t>(address[byte / 4] >> (24 - 8 * (byte % 4)));
    wanted.push_back(std::string{"host "} + inet_ntop(AF_INET6, &six, buffer, sizeof buffer));
  }
  if (!wanted.empty()) all += " and " + join(wanted);
  return all;
}

}  // namespace stallscope
