// How long to wait until the next look: short while a send buffer fills, long while nothing moves, and never so short that looking
// takes more than its share of a core.
#pragma once

#include <cstdint>
#include <vector>

#include "associationState.h"

namespace stallscope {

struct PaceLimits {
  int64_t shortest = 50'000'000;  // ns
  int64_t longest = 500'000'000;
};

// Something of the association says that a send may soon be, or is, refused.
bool isFilling(const AssociationState& association);

// `cost`: CPU time of the last look, ns.
int64_t nextWait(const std::vector<AssociationState>& associations, bool changed, int64_t cost, PaceLimits limits);

}  // namespace stallscope
