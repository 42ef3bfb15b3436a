#include "pcapngWriter.h"

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <sys/utsname.h>

#include <algorithm>
#include <cstring>

#include "../src/clock.h"
#include "../src/interfaces.h"

namespace stallscope {
namespace {

constexpr uint32_t kSectionBlock = 0x0a0d0d0a;
constexpr uint32_t kInterfaceBlock = 1;
constexpr uint32_t kStatisticsBlock = 5;
constexpr uint32_t kPacketBlock = 6;
constexpr uint32_t kByteOrderMagic = 0x1a2b3c4d;
constexpr uint16_t kLinuxSll2 = 276;
constexpr uint16_t kNanoseconds = 9;

enum Option : uint16_t {
  kEnd = 0,
  kComment = 1,
  kSectionHardware = 2,
  kSectionSystem = 3,
  kSectionProgram = 4,
  kInterfaceName = 2,
  kInterfaceResolution = 9,
  kInterfaceFilter = 11,
  kPacketFlags = 2,
  kStatisticsStart = 2,
  kStatisticsEnd = 3,
  kStatisticsReceived = 4,
  kStatisticsKernelDrops = 5,
  kStatisticsAccepted = 6,
  kStatisticsOwnDrops = 7,
  kStatisticsDelivered = 8,
};

// epb_flags, 4.3.1 of the draft.
constexpr uint32_t kInbound = 1;
constexpr uint32_t kOutbound = 2;
constexpr uint32_t kUnicast = 1 << 2;
constexpr uint32_t kMulticast = 2 << 2;
constexpr uint32_t kBroadcast = 3 << 2;
constexpr uint32_t kPromiscuous = 4 << 2;
constexpr uint32_t kChecksumNotReady = 1 << 9;
constexpr uint32_t kChecksumValid = 1 << 10;
constexpr uint32_t kSegmentedLater = 1 << 11;

constexpr size_t kSll2Bytes = 20;
constexpr size_t kTagBytes = 4;
constexpr size_t kIpv6Header = 40;
// Host veth pairs come and go by the thousand; what is beyond is put down to the capture as a whole.
constexpr size_t kMostInterfaces = 4096;

class Block {
 public:
  Block(Piece& output, uint32_t type) : output_(output), start_(output.size()) {
    add(type);
    add(uint32_t{0});
  }
  // Writes the length at both ends.
  ~Block() {
    const auto length = static_cast<uint32_t>(output_.size() - start_ + sizeof(uint32_t));
    add(length);
    memcpy(output_.data() + start_ + sizeof(uint32_t), &length, sizeof length);
  }
  Block(const Block&) = delete;
  Block& operator=(const Block&) = delete;

  template <typename Number>
  void add(Number number) {
    append(&number, sizeof number);
  }
  void append(const void* from, size_t length) {
    output_.append(from, length);
  }
  void pad() {
    while ((output_.size() - start_) % 4 != 0) *output_.extend(1) = std::byte{0};
  }
  void option(uint16_t code, const void* value, size_t length) {
    add(code);
    add(static_cast<uint16_t>(length));
    append(value, length);
    pad();
  }
  void option(uint16_t code, const std::string& text) { option(code, text.data(), std::min<size_t>(text.size(), UINT16_MAX)); }
  void option(uint16_t code, uint64_t count) { option(code, &count, sizeof count); }
  void time(int64_t nanoseconds) {
    add(static_cast<uint32_t>(static_cast<uint64_t>(nanoseconds) >> 32));
    add(static_cast<uint32_t>(nanoseconds));
  }
  // A time as an option has its high word first, as the packets' times have.
  void timeOption(uint16_t code, int64_t nanoseconds) {
    add(code);
    add(static_cast<uint16_t>(sizeof nanoseconds));
    time(nanoseconds);
  }
  void end() { add(uint32_t{kEnd}); }

 private:
  Piece& output_;
  const size_t start_;
};

bool isTag(uint16_t etherType) { return etherType == ETH_P_8021Q || etherType == ETH_P_8021AD || etherType == ETH_P_QINQ1; }

uint16_t half(const std::byte* at) { return static_cast<uint16_t>(std::to_integer<unsigned>(at[0]) << 8 | std::to_integer<unsigned>(at[1])); }

// What the packet begins with. A card may have taken the outer tag off, and the kernel then calls what begins with the inner tag by
// the name of what is behind it; on the way out it may be the other way round. Only IP has a length that fits (see filter.cc).
uint16_t protocolOf(uint16_t stated, const std::byte* packet, uint32_t captured, uint32_t length) {
  if (captured < 6 || !(isTag(stated) || stated == ETH_P_IP || stated == ETH_P_IPV6)) return stated;
  const unsigned version = std::to_integer<unsigned>(packet[0]) >> 4;
  if (version == 4 && half(packet + 2) <= length) return ETH_P_IP;
  if (version == 6 && half(packet + 4) + kIpv6Header <= length) return ETH_P_IPV6;
  const uint16_t behind = half(packet + 2);
  return !isTag(stated) && (behind == ETH_P_IP || behind == ETH_P_IPV6 || isTag(behind)) ? ETH_P_8021Q : stated;
}

uint32_t flagsOf(const tpacket3_hdr& head, const sockaddr_ll& link, uint32_t mtu) {
  uint32_t flags = kInbound;
  switch (link.sll_pkttype) {
    case PACKET_OUTGOING: flags = kOutbound; break;
    case PACKET_HOST: flags |= kUnicast; break;
    case PACKET_MULTICAST: flags |= kMulticast; break;
    case PACKET_BROADCAST: flags |= kBroadcast; break;
    case PACKET_OTHERHOST: flags |= kPromiscuous; break;
    default: break;
  }
  if (head.tp_status & TP_STATUS_CSUMNOTREADY) flags |= kChecksumNotReady;
  if (head.tp_status & TP_STATUS_CSUM_VALID) flags |= kChecksumValid;
  // One common header with chunks for several packets of the wire (SCTP GSO), or several received ones joined (GRO). A tag that is
  // still in the packet is not counted by the MTU.
  if (mtu != 0 && head.tp_len > mtu + 2 * kTagBytes) flags |= kSegmentedLater;
  return flags;
}

}  // namespace

PcapngWriter::PcapngWriter(std::string interface, std::string filter, uint32_t snapLength)
    : interface_(std::move(interface)), filter_(std::move(filter)), snapLength_(snapLength), started_(realtimeNow()) {}

void PcapngWriter::header(Piece& output) {
  for (const Interface& each : listInterfaces()) names_[each.index] = each.name;
  utsname system{};
  uname(&system);
  const ClockPair clocks = readClockPair();
  Block block{output, kSectionBlock};
  block.add(kByteOrderMagic);
  block.add(uint16_t{1});
  block.add(uint16_t{0});
  block.add(uint64_t{UINT64_MAX});
  block.option(kSectionHardware, std::string{system.machine});
  block.option(kSectionSystem, std::string{system.sysname} + " " + system.release);
  block.option(kSectionProgram, std::string{"stallscope-capture " STALLSCOPE_VERSION});
  block.option(kComment, "clock realtime=" + secondsText(clocks.realtime) + " monotonic=" + secondsText(clocks.monotonic) +
                             " bracket=" + std::to_string(clocks.bracket));
  block.end();
}

void PcapngWriter::attach(int interfaceIndex, Piece& output) {
  // After the interface came back it may have another index; the name, and with it the description, is the same.
  if (interfaces_ == 0) own_ = describe(interface_, output);
  if (interfaceIndex == 0) return;
  known_[interfaceIndex] = own_;
  lastIndex_ = 0;
}

PcapngWriter::Described PcapngWriter::describe(const std::string& name, Piece& output) {
  const Described found{interfaces_++, static_cast<uint32_t>(std::max(interfaceMtu(name), 0))};
  Block block{output, kInterfaceBlock};
  block.add(kLinuxSll2);
  block.add(uint16_t{0});
  // The filter's length counts from the network layer.
  block.add(static_cast<uint32_t>(snapLength_ + kSll2Bytes + kTagBytes));
  block.option(kInterfaceName, name);
  block.option(kInterfaceResolution, &kNanoseconds, 1);
  block.option(kInterfaceFilter, std::string(1, '\0') + filter_);
  if (found.mtu != 0) block.option(kComment, "mtu=" + std::to_string(found.mtu));
  block.end();
  return found;
}

const PcapngWriter::Described& PcapngWriter::described(int interfaceIndex, Piece& output) {
  if (interfaceIndex == lastIndex_) return last_;
  auto found = known_.find(interfaceIndex);
  if (found == known_.end()) {
    std::string name = known_.size() < kMostInterfaces ? interfaceName(interfaceIndex) : "";
    // It may have vanished since its packet came.
    if (const auto before = names_.find(interfaceIndex); name.empty() && before != names_.end()) name = before->second;
    found = known_.emplace(interfaceIndex, name.empty() ? own_ : describe(name, output)).first;
  }
  lastIndex_ = interfaceIndex;
  last_ = found->second;
  return last_;
}

void PcapngWriter::block(std::span<const std::byte> block, Piece& output) {
  const auto& head = reinterpret_cast<const tpacket_block_desc*>(block.data())->hdr.bh1;
  size_t at = head.offset_to_first_pkt;
  for (uint32_t written = 0; written < head.num_pkts; written++) {
    const auto* packetHead = reinterpret_cast<const tpacket3_hdr*>(block.data() + at);
    packet(packetHead, output);
    at += packetHead->tp_next_offset;
  }
  output.packets += head.num_pkts;
}

void PcapngWriter::packet(const tpacket3_hdr* head, Piece& output) {
  const auto* start = reinterpret_cast<const std::byte*>(head);
  sockaddr_ll link;
  memcpy(&link, start + TPACKET_ALIGN(sizeof *head), sizeof link);
  const Described interface = described(link.sll_ifindex, output);
  const std::byte* packet = start + head->tp_net;
  const uint32_t captured = head->tp_snaplen;
  const bool tagged = (head->tp_status & TP_STATUS_VLAN_VALID) != 0;

  const uint16_t protocol = protocolOf(ntohs(link.sll_protocol), packet, captured, head->tp_len);
  const uint32_t before = kSll2Bytes + (tagged ? kTagBytes : 0);
  const int64_t time = int64_t{head->tp_sec} * 1'000'000'000 + head->tp_nsec;
  const uint32_t flags = flagsOf(*head, link, interface.mtu);

  // The length is known, so that the block is laid out at once: this is the way of every packet.
  const uint32_t data = before + captured;
  const uint32_t padded = (data + 3) & ~3u;
  const uint32_t length = 28 + padded + 12 + 4;
  std::byte* to = output.extend(length);
  const uint32_t fixed[7] = {kPacketBlock, length, interface.id, static_cast<uint32_t>(static_cast<uint64_t>(time) >> 32),
                             static_cast<uint32_t>(time), data, head->tp_len + before};
  memcpy(to, fixed, sizeof fixed);
  to += sizeof fixed;

  uint8_t sll2[kSll2Bytes + kTagBytes] = {};
  const uint16_t outer = tagged ? ((head->tp_status & TP_STATUS_VLAN_TPID_VALID) != 0 ? head->hv1.tp_vlan_tpid : ETH_P_8021Q) : protocol;
  const auto big16 = [&sll2](size_t at, unsigned value) {
    sll2[at] = static_cast<uint8_t>(value >> 8);
    sll2[at + 1] = static_cast<uint8_t>(value);
  };
  big16(0, outer);
  big16(4, static_cast<unsigned>(link.sll_ifindex) >> 16);
  big16(6, static_cast<unsigned>(link.sll_ifindex) & 0xffff);
  big16(8, link.sll_hatype);
  sll2[10] = link.sll_pkttype;
  sll2[11] = std::min<uint8_t>(link.sll_halen, sizeof link.sll_addr);
  memcpy(sll2 + 12, link.sll_addr, sizeof link.sll_addr);
  if (tagged) {
    big16(20, head->hv1.tp_vlan_tci & 0xffff);
    big16(22, protocol);
  }
  memcpy(to, sll2, before);
  memcpy(to + before, packet, captured);
  memset(to + data, 0, padded - data);
  to += padded;
  const uint32_t tail[4] = {uint32_t{kPacketFlags} | 4u << 16, flags, kEnd, length};
  memcpy(to, tail, sizeof tail);
}

void PcapngWriter::figures(const Figures& figures, Piece& output) {
  Block block{output, kStatisticsBlock};
  block.add(own_.id);
  block.time(figures.time);
  if (!figures.comment.empty()) block.option(kComment, figures.comment);
  block.timeOption(kStatisticsStart, figures.from != 0 ? figures.from : started_);
  block.timeOption(kStatisticsEnd, figures.until != 0 ? figures.until : figures.time);
  block.option(kStatisticsReceived, figures.seen);
  block.option(kStatisticsKernelDrops, figures.kernelDrops);
  block.option(kStatisticsAccepted, figures.seen);
  block.option(kStatisticsOwnDrops, figures.queueDrops);
  block.option(kStatisticsDelivered, figures.delivered);
  block.end();
}

}  // namespace stallscope
