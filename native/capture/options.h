// The arguments of stallscope-capture: nothing else controls it.
#pragma once

#include <string>

#include "../src/commandLine.h"
#include "filter.h"
#include "ring.h"

namespace stallscope {

struct Options {
  enum class Task { capture, check, list, version, help };
  Task task = Task::capture;
  std::string interface = "any";
  Filter filter;
  RingSize ring;
  size_t queueBytes = size_t{64} << 20;
  bool promiscuous = false;
};

// Throws UsageError.
Options readOptions(Words words);

extern const char* const kHelp;

}  // namespace stallscope
