// What /proc tells of a process's descriptor: whether it is an SCTP socket, and between which ends. proc(5), net/sctp/proc.c.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "../src/associationState.h"

namespace stallscope {

struct SctpSocket {
  uint64_t inode = 0;
  // Of a one-to-one socket.
  std::optional<AssociationState> association;
};

class Sockets {
 public:
  // Nothing for what is no SCTP socket, or is gone.
  const SctpSocket* behind(uint32_t pid, int fd);
  // The process has ended, or has closed it.
  static bool isGone(uint32_t pid, int fd);
  // -1 when the process does not hold it any more.
  int descriptorOf(uint32_t pid, uint64_t inode);

 private:
  struct Known {
    uint64_t inode = 0;
    std::optional<SctpSocket> socket;
  };

  std::map<std::pair<uint32_t, int>, Known> known_;
  std::map<std::pair<uint32_t, uint64_t>, int> descriptors_;
};

}  // namespace stallscope
