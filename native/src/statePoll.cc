#include "statePoll.h"

#include <cerrno>

#include "clock.h"
#include "procAssociations.h"

namespace stallscope {

Snapshot StatePoll::take() {
  Snapshot snapshot;
  const int64_t realtime = realtimeNow();
  const int64_t before = monotonicNow();
  DiagAnswer answer = sockDiag_.dump();
  if (answer.error == 0) {
    snapshot.source = StateSource::sockDiag;
    snapshot.associations = std::move(answer.associations);
  } else if (answer.error == ENOENT || answer.error == EPROTONOSUPPORT || answer.error == EINVAL || answer.error == EOPNOTSUPP) {
    if (std::optional<std::vector<AssociationState>> found = listProcAssociations()) {
      snapshot.source = StateSource::proc;
      snapshot.associations = std::move(*found);
    }
  } else {
    snapshot.source = StateSource::sockDiag;
    snapshot.error = answer.error;
  }
  snapshot.bracket = monotonicNow() - before;
  snapshot.time = realtime + snapshot.bracket / 2;
  return snapshot;
}

void StatePoll::findOwners(const Snapshot& snapshot) {
  std::vector<uint64_t> inodes;
  for (const AssociationState& association : snapshot.associations) inodes.push_back(association.inode);
  processes_.refresh(inodes, monotonicNow());
}

const char* sourceSentence(StateSource source) {
  switch (source) {
    case StateSource::proc: return "this kernel has no sctp_diag (sudo modprobe sctp_diag): the send buffer is seen by /proc/net/sctp, the windows are not";
    case StateSource::none: return "this kernel has no SCTP, or its module is not loaded: there are no associations to look at";
    default: return "";
  }
}

}  // namespace stallscope
