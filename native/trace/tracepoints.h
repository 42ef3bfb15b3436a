// Tracepoints of system calls through perf_event_open(2): one ring a processor, filters that the kernel applies.
#pragma once

#include <linux/perf_event.h>

#include <cstdint>
#include <string>
#include <vector>

#include "../src/fileDescriptor.h"

namespace stallscope {

// One event as the kernel wrote it.
struct Sample {
  uint64_t time;  // ns of CLOCK_MONOTONIC
  uint32_t pid;
  uint32_t tid;
  int64_t call;   // number of the system call
  int64_t first;  // of an exit the result, of an entry the first argument
  int64_t second; // of an entry
  bool isExit;
  // Registers of the caller, as long as it is in the call.
  uint64_t argument[4];
};

class Ring {
 public:
  explicit Ring(int processor);
  Ring(Ring&& other) noexcept;
  Ring(const Ring&) = delete;
  ~Ring();

  int processor() const { return processor_; }
  int descriptor() const { return leader_.get(); }
  // Appends what came; returns how many events the kernel says not to have fitted: it says so late, and not at all at the end.
  uint64_t take(std::vector<Sample>& samples);

 private:
  int processor_;
  FileDescriptor leader_;
  void* memory_ = nullptr;
};

// Whether this kernel counts what did not fit by tracepoint (since 6.0).
bool countsLost();

// Where tracefs is; mounts it for this program alone where it is missing. Throws SourceError.
std::string tracingFolder();

class Tracepoint {
 public:
  // "sys_exit_sendmsg"; `filter` in the kernel's words. Throws SourceError.
  Tracepoint(const std::string& folder, const std::string& name, const std::string& filter, const std::vector<Ring>& rings);

  // Cheap, in contrast to making one.
  void enable(bool on) const;
  // Events that did not fit into a ring, since the beginning.
  uint64_t lost() const;

 private:
  std::vector<FileDescriptor> events_;
};

}  // namespace stallscope
