// Watches for what ends a capture: a signal, stdin closed, the reader of stdout gone, the writer's failure.
#pragma once

#include <poll.h>

#include <atomic>

#include "../src/fileDescriptor.h"

namespace stallscope {

class Sentry {
 public:
  // Blocks the signals for all threads that start later.
  Sentry();

  // Waits for `ring` to be readable or for something to end the capture; returns what was reported of `ring`.
  short wait(int ring, int milliseconds);
  bool ended() const { return ended_; }
  // From any thread.
  void end();

 private:
  FileDescriptor signals_;
  FileDescriptor called_;
  bool watchesInput_;
  bool ended_ = false;
};

}  // namespace stallscope
