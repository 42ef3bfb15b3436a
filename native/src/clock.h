// The clocks of this host. Packets carry CLOCK_REALTIME, the kernel's tracing CLOCK_MONOTONIC: a pair of both, read together, brings
// them to one axis with a stated bound. clock_gettime(2).
#pragma once

#include <cstdint>
#include <string>

namespace stallscope {

struct ClockPair {
  int64_t realtime;   // ns since 1970
  int64_t monotonic;  // ns since boot
  int64_t bracket;    // ns: how far apart the two can have been read
  int64_t offset() const { return realtime - monotonic; }
};

int64_t realtimeNow();
int64_t monotonicNow();
// CPU time of the calling thread, ns.
int64_t threadCpuNow();

// The narrowest of several readings.
ClockPair readClockPair();

// A step of CLOCK_REALTIME between two pairs, ns; 0 where it is no more than what slewing and reading explain.
int64_t stepBetween(const ClockPair& before, const ClockPair& after);

// The kernel's tick, ns: some of its figures count ticks.
int64_t kernelTick();

// "1795405612.805535123"
std::string secondsText(int64_t nanoseconds);

}  // namespace stallscope
