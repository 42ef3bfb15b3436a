// Where the tracer's events come from: a program in the kernel around sctp_sendmsg(), or the tracepoints of system calls.
#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "event.h"

namespace stallscope {

struct Loss {
  uint64_t count = 0;
  int64_t from = 0;  // ns of CLOCK_MONOTONIC
  int64_t until = 0;
};

// Cannot be used here; says why in words.
struct SourceError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Source {
 public:
  virtual ~Source() = default;
  // For the first line of the log.
  virtual const char* name() const = 0;
  // Readable before it overflows; -1 when it has to be asked.
  virtual int descriptor() const = 0;
  // What came since, in order of time.
  virtual std::vector<trace_event> take() = 0;
  // Events that did not fit since the last question.
  virtual Loss takeLoss() = 0;
};

// Both throw SourceError.
std::unique_ptr<Source> openKernelSource();
std::unique_ptr<Source> openTracepointSource();

}  // namespace stallscope
