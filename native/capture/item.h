// What goes from the reader of the ring to the writer of the stream: a block of packets as the kernel filled it, or figures.
#pragma once

#include <linux/if_packet.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

namespace stallscope {

struct Figures {
  int64_t time = 0;  // CLOCK_REALTIME
  uint64_t seen = 0;
  uint64_t kernelDrops = 0;
  uint64_t queueDrops = 0;
  // Of what the comment tells, 0 when there is no such span.
  int64_t from = 0;
  int64_t until = 0;
  std::string comment;
};

// The captured interface has (again) got this index; packets from here on are its own.
struct Attachment {
  int interfaceIndex = 0;
};

struct FreeBytes {
  void operator()(std::byte* bytes) const { std::free(bytes); }
};

struct Item {
  enum class Kind { block, figures, attachment };
  Kind kind = Kind::figures;
  std::unique_ptr<std::byte, FreeBytes> bytes;
  size_t length = 0;
  Figures figures;
  Attachment attachment;

  const tpacket_hdr_v1& head() const { return reinterpret_cast<const tpacket_block_desc*>(bytes.get())->hdr.bh1; }
};

}  // namespace stallscope
