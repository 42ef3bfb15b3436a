#include "ring.h"

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include <atomic>
#include <cerrno>

namespace stallscope {
namespace {

constexpr uint32_t kFrameBytes = 2048;
constexpr uint32_t kRetireMilliseconds = 20;
// Reserved for experiments (IEEE 802): bound to it a socket hears nothing.
constexpr uint16_t kNobodysProtocol = 0x88b5;

template <typename Value>
void set(int socket, int level, int option, const Value& value, const char* name) {
  if (setsockopt(socket, level, option, &value, sizeof value) != 0) throw RingError(name, errno);
}

sockaddr_ll linkAddress(uint16_t protocol, int interfaceIndex) {
  sockaddr_ll address{};
  address.sll_family = AF_PACKET;
  address.sll_protocol = htons(protocol);
  address.sll_ifindex = interfaceIndex;
  return address;
}

bool bindTo(int socket, const sockaddr_ll& address) {
  return ::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

}  // namespace

Ring::Ring(const std::vector<sock_filter>& filter, RingSize size)
    : socket_{socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0)}, size_{size} {
  if (!socket_.valid()) throw RingError("socket(AF_PACKET)", errno);
  const int fd = socket_.get();
  set(fd, SOL_PACKET, PACKET_VERSION, int{TPACKET_V3}, "PACKET_VERSION");
  const sock_fprog program{static_cast<unsigned short>(filter.size()), const_cast<sock_filter*>(filter.data())};
  set(fd, SOL_SOCKET, SO_ATTACH_FILTER, program, "SO_ATTACH_FILTER");
  set(fd, SOL_SOCKET, SO_LOCK_FILTER, int{1}, "SO_LOCK_FILTER");
  // Without it the time is when the packet is copied to the ring, not when it came.
  set(fd, SOL_SOCKET, SO_TIMESTAMPNS, int{1}, "SO_TIMESTAMPNS");
  tpacket_req3 request{};
  request.tp_block_size = size_.blockBytes;
  request.tp_block_nr = size_.blocks;
  request.tp_frame_size = kFrameBytes;
  request.tp_frame_nr = size_.blockBytes / kFrameBytes * size_.blocks;
  request.tp_retire_blk_tov = kRetireMilliseconds;
  set(fd, SOL_PACKET, PACKET_RX_RING, request, "PACKET_RX_RING");
  void* map = mmap(nullptr, size_t{size_.blockBytes} * size_.blocks, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (map == MAP_FAILED) throw RingError("mmap of the ring", errno);
  map_ = static_cast<std::byte*>(map);
}

Ring::~Ring() {
  if (map_) munmap(map_, size_t{size_.blockBytes} * size_.blocks);
}

bool Ring::bind(int interfaceIndex, bool promiscuous) {
  interfaceIndex_ = interfaceIndex;
  if (!bindTo(socket_.get(), linkAddress(ETH_P_ALL, interfaceIndex))) return false;
  if (promiscuous && interfaceIndex != 0) {
    packet_mreq membership{};
    membership.mr_ifindex = interfaceIndex;
    membership.mr_type = PACKET_MR_PROMISC;
    set(socket_.get(), SOL_PACKET, PACKET_ADD_MEMBERSHIP, membership, "PACKET_ADD_MEMBERSHIP");
  }
  return true;
}

void Ring::deafen() { bindTo(socket_.get(), linkAddress(kNobodysProtocol, interfaceIndex_)); }

std::span<const std::byte> Ring::next() const {
  tpacket_block_desc* found = block();
  const uint32_t status = std::atomic_ref<uint32_t>{found->hdr.bh1.block_status}.load(std::memory_order_acquire);
  if ((status & TP_STATUS_USER) == 0) return {};
  return {reinterpret_cast<const std::byte*>(found), found->hdr.bh1.blk_len};
}

void Ring::release() {
  std::atomic_ref<uint32_t>{block()->hdr.bh1.block_status}.store(TP_STATUS_KERNEL, std::memory_order_release);
  current_ = (current_ + 1) % size_.blocks;
}

RingCounts Ring::takeCounts() {
  tpacket_stats_v3 statistics{};
  socklen_t length = sizeof statistics;
  if (getsockopt(socket_.get(), SOL_PACKET, PACKET_STATISTICS, &statistics, &length) != 0) return {};
  return {statistics.tp_packets, statistics.tp_drops};
}

int Ring::takeError() {
  int error = 0;
  socklen_t length = sizeof error;
  return getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &error, &length) == 0 ? error : errno;
}

}  // namespace stallscope
