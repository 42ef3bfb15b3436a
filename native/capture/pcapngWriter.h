// Blocks of the ring in, pcapng out. https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-02.html; link type
// LINUX_SLL2 (https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL2.html), which fits every interface and names it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>

#include "piece.h"

struct tpacket3_hdr;

namespace stallscope {

struct Figures {
  int64_t time = 0;  // CLOCK_REALTIME
  uint64_t seen = 0;
  uint64_t kernelDrops = 0;
  uint64_t queueDrops = 0;
  uint64_t delivered = 0;  // written into the stream before them
  // Of what the comment tells, 0 when there is no such span.
  int64_t from = 0;
  int64_t until = 0;
  std::string comment;
};

class PcapngWriter {
 public:
  // `interface`: what is captured, "any" for all. `filter` is for people.
  PcapngWriter(std::string interface, std::string filter, uint32_t snapLength);

  void header(Piece& output);
  // The captured interface has (again) got this index; 0: all are captured.
  void attach(int interfaceIndex, Piece& output);
  // A block as the kernel filled it.
  void block(std::span<const std::byte> block, Piece& output);
  void figures(const Figures& figures, Piece& output);

 private:
  struct Described {
    uint32_t id;
    uint32_t mtu;
  };

  const Described& described(int interfaceIndex, Piece& output);
  Described describe(const std::string& name, Piece& output);
  void packet(const tpacket3_hdr* head, Piece& output);

  const std::string interface_;
  const std::string filter_;
  const uint32_t snapLength_;
  const int64_t started_;
  uint32_t interfaces_ = 0;
  Described own_{0, 0};
  std::unordered_map<int, Described> known_;
  // Of the interfaces that were there at the beginning.
  std::unordered_map<int, std::string> names_;
  // Most packets are of the interface of the packet before.
  int lastIndex_ = 0;
  Described last_{0, 0};
};

}  // namespace stallscope
