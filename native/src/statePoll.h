// One look at all associations, by the best source that this kernel has, with when it was taken and how exact that is.
#pragma once

#include <optional>
#include <vector>

#include "associationState.h"
#include "processes.h"
#include "sockDiag.h"

namespace stallscope {

enum class StateSource { sockDiag, proc, none };

struct Snapshot {
  int64_t time = 0;     // CLOCK_REALTIME of the middle of the dump
  int64_t bracket = 0;  // ns: its width
  StateSource source = StateSource::none;
  int error = 0;  // errno of a dump that broke off
  std::vector<AssociationState> associations;
};

class StatePoll {
 public:
  Snapshot take();
  // Looks for the processes behind the sockets; `owner` then tells them, where /proc shows them.
  void findOwners(const Snapshot& snapshot);
  const Owner* owner(uint64_t inode) const { return processes_.owner(inode); }

 private:
  SockDiag sockDiag_;
  Processes processes_;
};

// One sentence for a source that lacks something, "" for sock_diag.
const char* sourceSentence(StateSource source);

}  // namespace stallscope
