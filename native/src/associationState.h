// What the kernel says of one association at one moment. Figures that the source does not have stay empty.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace stallscope {

using Figure = std::optional<uint64_t>;

struct AssociationState {
  std::vector<std::string> locals;
  std::vector<std::string> peers;
  uint16_t localPort = 0;
  uint16_t peerPort = 0;
  std::string state;  // of RFC 9260: "established", "shutdown-pending"
  uint64_t inode = 0;
  uint32_t uid = 0;
  Figure rwnd;          // what the peer last advertised, less what is on its way
  Figure cwnd;          // of the primary path, as the next four
  Figure ssthresh;
  Figure flight;
  Figure srtt;          // us
  Figure rto;           // us
  Figure unacked;       // chunks
  Figure queued;        // chunks that were not sent yet
  Figure waiting;       // bytes of them, with their headers
  Figure wmem;          // of the socket: what its messages are charged with
  Figure sndbuf;        // of the socket
  Figure retransmitted; // chunks

  // Tells associations of one host apart.
  std::string key() const { return std::to_string(inode) + ' ' + std::to_string(localPort) + ' ' + (peers.empty() ? "" : peers[0]) + ' ' + std::to_string(peerPort); }
};

// By the number that the kernel uses.
const char* associationStateName(unsigned number);

}  // namespace stallscope
