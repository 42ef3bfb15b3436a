// The state log: one record a line, members by name, times of CLOCK_REALTIME. Read back by the analyzer's readers.
//
//   #stallscope-states 1 kernel=6.1.0-56-cloud-amd64
//   state 1795405612.805535123 local=10.0.0.1,10.0.1.1:43563 peer=10.0.0.2:3868 state=established inode=9089 rwnd=0 … bracket=250000
//   clock 1795405612.805535123 monotonic=123.456789012 bracket=37 step=0
//   gap 1795405612.805535123 until=1795405613.105535123 cause=late
#pragma once

#include <string>

#include "clock.h"
#include "statePoll.h"

namespace stallscope {

std::string stateLogHeader();
// All but the time and how exact it is.
std::string stateMembers(const AssociationState& association, const Owner* owner);
std::string stateLine(int64_t time, int64_t bracket, const std::string& members);
std::string clockLine(const ClockPair& clocks, int64_t step);
std::string gapLine(int64_t from, int64_t until, const std::string& cause);

// As in an URL, since members are parted by blanks.
std::string percentEncoded(const std::string& text);

}  // namespace stallscope
