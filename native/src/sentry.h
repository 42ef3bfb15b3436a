// Watches for what ends a program that feeds a pipe: a signal, stdin closed, the reader of stdout gone, the writer's failure.
#pragma once

#include <poll.h>

#include <atomic>

#include "fileDescriptor.h"

namespace stallscope {

class Sentry {
 public:
  // Blocks the signals for all threads that start later.
  Sentry();

  // Waits for `source` (-1: none) to be readable or for something that ends the program; returns what was reported of `source`.
  short wait(int source, int milliseconds);
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
