// The associations of this network namespace by /proc/net/sctp/assocs, where the kernel has no sctp_diag: no windows of the peer and
// of congestion in it. net/sctp/proc.c.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "associationState.h"

namespace stallscope {

std::vector<AssociationState> readProcAssociations(std::string_view text);

// Nothing where the kernel has no SCTP.
std::optional<std::vector<AssociationState>> listProcAssociations();

}  // namespace stallscope
