// An event as strace would print its call (strace -f -ttt -T -yy -Y -xx), so that every reader of such logs understands it.
//
//   227<beam.smp> 1795405612.805535123 sendmsg(17<SCTP:[10.0.0.1:43563->10.0.0.2:3868]>, {msg_iov=[{iov_base="\x01\x00\x03\x08"..., iov_len=776}], msg_iovlen=1}, MSG_NOSIGNAL) = -1 EAGAIN (Resource temporarily unavailable) <0.000012>
#pragma once

#include <cstdint>
#include <string>

#include "../src/associationState.h"
#include "event.h"

namespace stallscope {

// `toRealtime`: what is added to the event's times.
std::string traceLine(const trace_event& event, int64_t toRealtime);

// What the event tells of its association; without addresses when it tells none.
AssociationState stateOf(const trace_event& event);

// The event learns its ends from what /proc told.
void setEnds(trace_event& event, const AssociationState& association);

}  // namespace stallscope
