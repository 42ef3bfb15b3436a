// The kernel's ring of received packets: AF_PACKET, TPACKET_V3. packet(7), Documentation/networking/packet_mmap.rst.
#pragma once

#include <linux/filter.h>
#include <linux/if_packet.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "../src/fileDescriptor.h"

namespace stallscope {

// Many small blocks: each is handed over after 20 ms however empty, so their number bounds how long a reader may be away.
struct RingSize {
  uint32_t blockBytes = 256 * 1024;
  uint32_t blocks = 64;
};

struct RingCounts {
  uint64_t seen = 0;     // passed the filter, the dropped ones too
  uint64_t dropped = 0;  // found no free block
};

// Why a socket could not be opened; `error` is errno.
struct RingError : std::runtime_error {
  RingError(const std::string& what, int error) : std::runtime_error(what), error(error) {}
  int error;
};

class Ring {
 public:
  // Opens, filters, locks the filter, maps; nothing arrives before `bind`. Throws RingError.
  Ring(const std::vector<sock_filter>& filter, RingSize size);
  ~Ring();
  Ring(const Ring&) = delete;
  Ring& operator=(const Ring&) = delete;

  // 0: all interfaces. False when there is none of that index.
  bool bind(int interfaceIndex, bool promiscuous);
  // No packet is accepted from here on; what is in the ring stays. Needs no privilege.
  void deafen();

  // The next block that the kernel has handed over, empty when there is none yet.
  std::span<const std::byte> next() const;
  // Gives the block of `next` back.
  void release();

  // Since the last call; the kernel forgets them.
  RingCounts takeCounts();
  // The socket's pending error, which is cleared by this.
  int takeError();
  int fd() const { return socket_.get(); }

 private:
  tpacket_block_desc* block() const { return reinterpret_cast<tpacket_block_desc*>(map_ + size_t{size_.blockBytes} * current_); }

  FileDescriptor socket_;
  RingSize size_;
  std::byte* map_ = nullptr;
  uint32_t current_ = 0;
  int interfaceIndex_ = 0;
};

}  // namespace stallscope
