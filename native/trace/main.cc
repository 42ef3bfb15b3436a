// stallscope-trace: refused sends on SCTP sockets of this host as lines of strace on stdout, and what followed on those sockets, until
// stdin (a pipe) or the reader of stdout closes. Needs root; slows the sender down by a small share of what strace costs.
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "../src/clock.h"
#include "../src/commandLine.h"
#include "../src/fileDescriptor.h"
#include "../src/sentry.h"
#include "../src/stateLog.h"
#include "line.h"
#include "sockets.h"
#include "source.h"

namespace {

using namespace stallscope;

constexpr int kLook = 20;  // ms
constexpr int64_t kClockEvery = 1'000'000'000;

const char* const kHelp =
    "stallscope-trace: refused sends (EAGAIN) on SCTP sockets of this host, as lines of strace on stdout, until stdin (a pipe) or the\n"
    "reader of stdout closes; needs root\n"
    "  --pid N          only of this process; may be repeated\n"
    "  --port N         only of associations with this port, on either side, and of unknown ones; may be repeated\n"
    "  --states FILE    write what the kernel says of the association at each refused send to this state log\n"
    "  --source KIND    fexit: a program in the kernel (sees the message and the association); sys_exit: results of system calls\n"
    "  --check          says which source can be used here\n"
    "  --version\n";

struct Options {
  enum class Task { trace, check, version, help };
  Task task = Task::trace;
  std::vector<uint32_t> pids;
  std::vector<uint32_t> ports;
  std::string states;
  std::string source;
};

Options readOptions(Words words) {
  Options options;
  while (words.more()) {
    const std::string name = words.option();
    if (name == "--pid") options.pids.push_back(static_cast<uint32_t>(words.number(1, 1u << 22)));
    else if (name == "--port") options.ports.push_back(static_cast<uint32_t>(words.number(1, 65535)));
    else if (name == "--states") options.states = words.value();
    else if (name == "--source") options.source = words.value();
    else if (name == "--check") options.task = Options::Task::check;
    else if (name == "--version") options.task = Options::Task::version;
    else if (name == "--help") options.task = Options::Task::help;
    else refuseOption(name);
  }
  if (!options.source.empty() && options.source != "fexit" && options.source != "sys_exit") throw UsageError("--source is fexit or sys_exit");
  return options;
}

// A kernel loads its SCTP when the first socket asks for it, and describes it only then.
bool hasSctp() { return FileDescriptor{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_SCTP)}.valid() || errno != EPROTONOSUPPORT; }

std::unique_ptr<Source> openSource(const std::string& wanted) {
  if (wanted == "sys_exit") return openTracepointSource();
  try {
    return openKernelSource();
  } catch (const SourceError& error) {
    if (wanted == "fexit") throw;
    auto source = openTracepointSource();
    say(std::string{error.what()} + ": results of system calls are watched instead, without the message and the state of the association");
    return source;
  }
}

std::string header(const Source& source) {
  utsname system{};
  uname(&system);
  return std::string{"# stallscope-trace 1 refused-sends-only source="} + source.name() + " kernel=" + percentEncoded(system.release) + '\n';
}

class Log {
 public:
  Log(Source& source, const Options& options, int states) : source_(source), options_(options), states_(states), clocks_(readClockPair()), clockAt_(monotonicNow()) {}

  // What came since the last look; false when a reader is gone.
  bool look() {
    std::string lines = clock(), states;
    for (trace_event& event : source_.take()) {
      if (event.fd < 0 && event.inode != 0) event.fd = sockets_.descriptorOf(event.pid, event.inode);
      if (!isWanted(event)) continue;
      lines += traceLine(event, clocks_.offset());
      if (states_ >= 0 && (event.known & TRACE_HAS_STATE) && (event.known & TRACE_HAS_PATH)) states += stateText(event);
    }
    const Loss loss = source_.takeLoss();
    if (loss.count > 0) {
      lines += "# gap " + secondsText(loss.from + clocks_.offset()) + " until=" + secondsText(loss.until + clocks_.offset()) + " lost=" + std::to_string(loss.count) + '\n';
    }
    return (states.empty() || print(states_, states)) && (lines.empty() || print(STDOUT_FILENO, lines));
  }

 private:
  bool isWanted(const trace_event& event) const {
    const auto has = [](const std::vector<uint32_t>& values, uint32_t value) { return std::find(values.begin(), values.end(), value) != values.end(); };
    if (!options_.pids.empty() && !has(options_.pids, event.pid)) return false;
    if (options_.ports.empty() || has(options_.ports, event.local_port) || has(options_.ports, event.peer_port)) return true;
    // What may be wanted is shown.
    return event.peer_port == 0;
  }

  std::string stateText(const trace_event& event) const {
    const Owner owner{static_cast<int>(event.pid), event.fd, std::string{event.command, strnlen(event.command, sizeof event.command)}};
    return stateLine(static_cast<int64_t>(event.end) + clocks_.offset(), clocks_.bracket, stateMembers(stateOf(event), &owner));
  }

  // Both clocks are slewed alike; a step of one of them is told.
  std::string clock() {
    const int64_t now = monotonicNow();
    if (now - clockAt_ < kClockEvery) return {};
    clockAt_ = now;
    const ClockPair clocks = readClockPair();
    const int64_t step = stepBetween(clocks_, clocks);
    clocks_ = clocks;
    return step == 0 ? "" : "# clock " + secondsText(clocks.realtime) + " step=" + std::to_string(step) + '\n';
  }

  Source& source_;
  const Options& options_;
  int states_;
  ClockPair clocks_;
  int64_t clockAt_;
  Sockets sockets_;
};

int trace(const Options& options) {
  const auto source = openSource(options.source);
  FileDescriptor states;
  if (!options.states.empty()) {
    states = FileDescriptor{open(options.states.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644)};
    if (!states.valid()) {
      say(options.states + " cannot be written: " + strerror(errno));
      return kUsage;
    }
    if (!print(states.get(), stateLogHeader())) return kFailed;
  }
  Sentry sentry;
  if (!print(STDOUT_FILENO, header(*source))) return kDone;
  Log log{*source, options, states.valid() ? states.get() : -1};
  while (!sentry.ended()) {
    sentry.wait(source->descriptor(), kLook);
    if (!log.look()) break;
  }
  log.look();
  return kDone;
}

int check() {
  puts(openSource("")->name());
  return kDone;
}

}  // namespace

int main(int count, char** words) {
  return runProgram("stallscope-trace", [&] {
    const Options options = readOptions({count, words});
    if ((options.task == Options::Task::trace || options.task == Options::Task::check) && !hasSctp()) {
      say("this kernel has no SCTP: there is nothing to trace");
      return int{kFailed};
    }
    try {
      switch (options.task) {
        case Options::Task::check: return check();
        case Options::Task::version: puts("stallscope-trace " STALLSCOPE_VERSION); return int{kDone};
        case Options::Task::help: fputs(kHelp, stdout); return int{kDone};
        case Options::Task::trace: return trace(options);
      }
    } catch (const SourceError& error) {
      say(error.what());
    }
    return int{kNotAllowed};
  });
}
