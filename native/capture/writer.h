// The thread that writes the stream, waiting as long as the stream's reader makes it wait.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "queue.h"

namespace stallscope {

class Sentry;

class Writer {
 public:
  Writer(Queue& queue, Sentry& sentry);
  ~Writer();

  // Waits until everything is written, at most so long. False when the stream's reader does not take it.
  bool finish(std::chrono::milliseconds most);

  // Packets that the stream took.
  uint64_t delivered() const { return delivered_; }
  // errno of the write that failed, 0 when none did.
  int error() const { return error_; }

 private:
  void run();

  Queue& queue_;
  Sentry& sentry_;
  std::atomic<uint64_t> delivered_ = 0;
  std::atomic<int> error_ = 0;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool done_ = false;
  std::thread thread_;
};

}  // namespace stallscope
