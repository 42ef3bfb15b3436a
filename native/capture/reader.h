// Empties the ring: turns each block into a piece of the stream, gives it back at once, and tells of what was lost and when.
#pragma once

#include <string>

#include "../src/clock.h"
#include "pcapngWriter.h"
#include "queue.h"
#include "ring.h"

namespace stallscope {

class Sentry;

class Reader {
 public:
  Reader(Ring& ring, Queue& queue, Sentry& sentry, PcapngWriter format, std::string interface, bool promiscuous);

  // Binds to the interface and begins the stream; false when there is none of that name.
  bool attach();
  // Until the sentry ends it; then all that was seen before that moment is accounted for.
  void run();

  const Figures& totals() const { return totals_; }

 private:
  struct Loss {
    uint64_t packets = 0;
    int64_t from = 0;
    int64_t until = 0;
  };

  int takeBlocks();
  void takeBlock(std::span<const std::byte> block);
  void second();
  void takeCounts();
  void finish();
  void readError();
  void tryAgain();
  void tellQueueLoss();
  void tell(std::string comment, int64_t from, int64_t until);

  Ring& ring_;
  Queue& queue_;
  Sentry& sentry_;
  PcapngWriter format_;
  const std::string interface_;
  const bool promiscuous_;
  int index_ = 0;
  bool isBegun_ = false;
  Figures totals_;
  uint64_t taken_ = 0;
  Loss queueLoss_;
  int64_t countedAt_ = 0;
  // CLOCK_REALTIME since when the interface cannot be heard, 0 when it can.
  int64_t deafSince_ = 0;
  ClockPair clocks_;
};

}  // namespace stallscope
