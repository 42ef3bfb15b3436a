// Blocks of the ring in, pcapng out. https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-02.html; link type
// LINUX_SLL2 (https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL2.html), which fits every interface and names it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "item.h"

struct tpacket3_hdr;

namespace stallscope {

class PcapngWriter {
 public:
  // `interface`: what is captured, "any" for all. `filter` is for people.
  PcapngWriter(std::string interface, std::string filter, uint32_t snapLength);

  // Appends to `output`, which the caller empties.
  void header(std::vector<std::byte>& output);
  void attach(int interfaceIndex, std::vector<std::byte>& output);
  // Returns how many packets it wrote.
  uint32_t block(std::span<const std::byte> block, std::vector<std::byte>& output);
  void figures(const Figures& figures, uint64_t delivered, std::vector<std::byte>& output);

 private:
  struct Described {
    uint32_t id;
    uint32_t mtu;
  };

  const Described& described(int interfaceIndex, std::vector<std::byte>& output);
  Described describe(const std::string& name, std::vector<std::byte>& output);
  void packet(const tpacket3_hdr* head, std::vector<std::byte>& output);

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
