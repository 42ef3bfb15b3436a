#include "clock.h"

#include <time.h>

#include <cinttypes>
#include <cstdio>
#include <cstdlib>

namespace stallscope {
namespace {

constexpr int64_t kSecond = 1'000'000'000;
constexpr int kReadings = 16;
// NTP slews both clocks alike; only a step changes their difference.
constexpr int64_t kLeastStep = 100'000;

int64_t now(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return int64_t{time.tv_sec} * kSecond + time.tv_nsec;
}

}  // namespace

int64_t realtimeNow() { return now(CLOCK_REALTIME); }
int64_t monotonicNow() { return now(CLOCK_MONOTONIC); }
int64_t threadCpuNow() { return now(CLOCK_THREAD_CPUTIME_ID); }

ClockPair readClockPair() {
  ClockPair best{0, 0, INT64_MAX};
  for (int reading = 0; reading < kReadings; reading++) {
    const int64_t before = monotonicNow();
    const int64_t realtime = realtimeNow();
    const int64_t after = monotonicNow();
    if (after - before < best.bracket) best = {realtime, before + (after - before) / 2, after - before};
  }
  return best;
}

int64_t stepBetween(const ClockPair& before, const ClockPair& after) {
  const int64_t moved = after.offset() - before.offset();
  return std::abs(moved) > kLeastStep + before.bracket + after.bracket ? moved : 0;
}

int64_t kernelTick() {
  timespec resolution{};
  // The coarse clocks advance by ticks.
  if (clock_getres(CLOCK_MONOTONIC_COARSE, &resolution) != 0) return 0;
  return int64_t{resolution.tv_sec} * kSecond + resolution.tv_nsec;
}

std::string secondsText(int64_t nanoseconds) {
  char text[40];
  const bool negative = nanoseconds < 0;
  const uint64_t magnitude = negative ? 0 - static_cast<uint64_t>(nanoseconds) : static_cast<uint64_t>(nanoseconds);
  snprintf(text, sizeof text, "%s%" PRIu64 ".%09" PRIu64, negative ? "-" : "", magnitude / kSecond, magnitude % kSecond);
  return text;
}

}  // namespace stallscope
