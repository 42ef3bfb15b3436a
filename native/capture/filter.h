// What is captured: SCTP over IPv4 and IPv6, behind VLAN tags, in UDP, and the later fragments of it, optionally of some ports and
// addresses alone. Made as one classic BPF program for a packet socket of type SOCK_DGRAM. RFC 9260, 6951, 8200; IEEE 802.1Q, 802.1ad.
#pragma once

#include <linux/filter.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace stallscope {

struct Filter {
  std::vector<uint16_t> ports;     // of SCTP; either side. Empty: all
  std::vector<uint16_t> udpPorts;  // where SCTP is expected in UDP
  std::vector<uint32_t> addresses4;                 // host byte order
  std::vector<std::array<uint32_t, 4>> addresses6;  // host byte order
  uint32_t snapLength = 65535;

  // False when the text is no address.
  bool addAddress(const std::string& text);
  bool hasAddresses() const { return !addresses4.empty() || !addresses6.empty(); }
  std::vector<sock_filter> compile() const;
  // In tcpdump's words, for the header of the capture.
  std::string text() const;
};

}  // namespace stallscope
