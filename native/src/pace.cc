#include "pace.h"

#include <algorithm>

namespace stallscope {
namespace {

// 5 % of a core.
constexpr int64_t kShare = 20;
// Less than a packet.
constexpr uint64_t kShutWindow = 1500;

}  // namespace

bool isFilling(const AssociationState& association) {
  if (association.wmem && association.sndbuf && *association.wmem > 0 && 2 * *association.wmem >= *association.sndbuf) return true;
  const bool waits = association.unacked.value_or(0) > 0 || association.queued.value_or(0) > 0;
  return waits && association.rwnd && *association.rwnd < kShutWindow;
}

int64_t nextWait(const std::vector<AssociationState>& associations, bool changed, int64_t cost, PaceLimits limits) {
  const bool filling = std::any_of(associations.begin(), associations.end(), isFilling);
  const int64_t wanted = filling ? limits.shortest : changed ? 2 * limits.shortest : limits.longest;
  return std::max({std::min(wanted, limits.longest), limits.shortest, cost * kShare});
}

}  // namespace stallscope
