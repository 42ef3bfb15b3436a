// The associations of this network namespace by NETLINK_SOCK_DIAG, which needs no privilege. sock_diag(7), linux/inet_diag.h,
// linux/sctp.h (struct sctp_info).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "associationState.h"
#include "fileDescriptor.h"

namespace stallscope {

// The answer to one dump, or a part of it.
struct DiagAnswer {
  std::vector<AssociationState> associations;
  bool done = false;
  int error = 0;  // errno
};

// Reads netlink messages; no length in them is trusted. `tick`: ns, see kernelTick().
void readDiag(std::span<const std::byte> messages, int64_t tick, DiagAnswer& answer);

class SockDiag {
 public:
  SockDiag();
  // Of all families. `error` is ENOENT where the kernel has no sctp_diag.
  DiagAnswer dump();

 private:
  void dumpFamily(uint8_t family, DiagAnswer& answer);

  FileDescriptor socket_;
  const int64_t tick_;
  std::vector<std::byte> buffer_;
  uint32_t sequence_ = 0;
};

}  // namespace stallscope
