// stallscope-state: what the kernel says of its SCTP associations, as a state log on stdout, until stdin (a pipe) or the reader of
// stdout closes. Needs no privilege.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "../src/commandLine.h"
#include "../src/pace.h"
#include "../src/sentry.h"
#include "../src/stateLog.h"

namespace {

using namespace stallscope;

constexpr int kNoSource = 3;

constexpr int64_t kMillisecond = 1'000'000;
constexpr int64_t kSecond = 1'000'000'000;
// An association that does not change is told of this often all the same.
constexpr int64_t kRepeat = kSecond;
constexpr int64_t kClockEvery = 10 * kSecond;
// Later than planned by this is a gap.
constexpr int64_t kLate = 250 * kMillisecond;

const char* const kHelp =
    "stallscope-state: the kernel's state of SCTP associations as a log on stdout, until stdin (a pipe) or the reader of stdout closes\n"
    "  --port N         only associations with this port, on either side; may be repeated\n"
    "  --shortest MS    between two looks while a send buffer fills (50)\n"
    "  --longest MS     between two looks while nothing moves (500); looking takes at most 5 % of a core\n"
    "  --once           one look\n"
    "  --check          says which source this kernel has\n"
    "  --version\n";

struct Options {
  enum class Task { follow, once, check, version, help };
  Task task = Task::follow;
  std::vector<uint16_t> ports;
  PaceLimits pace;
};

Options readOptions(Words words) {
  Options options;
  const auto milliseconds = [&words] { return static_cast<int64_t>(words.number(10, 60'000)) * kMillisecond; };
  while (words.more()) {
    const std::string name = words.option();
    if (name == "--port") options.ports.push_back(static_cast<uint16_t>(words.number(1, 65535)));
    else if (name == "--shortest") options.pace.shortest = milliseconds();
    else if (name == "--longest") options.pace.longest = milliseconds();
    else if (name == "--once") options.task = Options::Task::once;
    else if (name == "--check") options.task = Options::Task::check;
    else if (name == "--version") options.task = Options::Task::version;
    else if (name == "--help") options.task = Options::Task::help;
    else refuseOption(name);
  }
  options.pace.longest = std::max(options.pace.longest, options.pace.shortest);
  return options;
}

class Log {
 public:
  explicit Log(const Options& options) : options_(options) {}

  // The lines of one look; `planned`: when it was due, ns of CLOCK_MONOTONIC, 0 for the first.
  std::string look(int64_t planned) {
    std::string lines;
    Snapshot snapshot = poll_.take();
    const int64_t now = monotonicNow();
    if (planned != 0 && now - planned > kLate + snapshot.bracket) lines += gapLine(snapshot.time - (now - planned), snapshot.time, "late");
    changed_ = false;
    tellSource(snapshot);
    if (snapshot.error != 0) lines += gapLine(std::min(lastTime_ == 0 ? snapshot.time : lastTime_, snapshot.time), snapshot.time, strerror(snapshot.error));
    std::erase_if(snapshot.associations, [this](const AssociationState& each) { return !isWanted(each); });
    const int64_t beforeSearch = threadCpuNow();
    poll_.findOwners(snapshot);
    // It has its own limit, and comes seldom.
    searching_ = threadCpuNow() - beforeSearch;
    std::map<std::string, Told> told;
    for (const AssociationState& association : snapshot.associations) {
      const std::string key = association.key();
      const std::string members = stateMembers(association, poll_.owner(association.inode));
      const auto before = told_.find(key);
      const bool same = before != told_.end() && before->second.members == members;
      if (!same) changed_ = true;
      if (same && now - before->second.at < kRepeat) {
        told.insert(*before);
        continue;
      }
      lines += stateLine(snapshot.time, snapshot.bracket, members);
      told[key] = {members, now};
    }
    if (snapshot.error == 0) {
      told_ = std::move(told);
      lastTime_ = snapshot.time;
    }
    associations_ = std::move(snapshot.associations);
    return lines + clock(now);
  }

  // `cost`: CPU time of the last look.
  int64_t wait(int64_t cost) const { return nextWait(associations_, changed_, cost - searching_, options_.pace); }
  StateSource source() const { return source_; }

 private:
  struct Told {
    std::string members;
    int64_t at = 0;
  };

  bool isWanted(const AssociationState& each) const {
    const auto& ports = options_.ports;
    return ports.empty() || std::any_of(ports.begin(), ports.end(), [&each](uint16_t port) { return port == each.localPort || port == each.peerPort; });
  }

  void tellSource(const Snapshot& snapshot) {
    if (source_ == snapshot.source && !first_) return;
    if (const char* sentence = sourceSentence(snapshot.source); *sentence) say(sentence);
    else if (!first_) say("the kernel tells of associations now");
    source_ = snapshot.source;
    first_ = false;
  }

  std::string clock(int64_t now) {
    const ClockPair clocks = readClockPair();
    const int64_t step = clockAt_ == 0 ? 0 : stepBetween(clocks_, clocks);
    // Slow slewing must not add up to a step.
    clocks_ = clocks;
    if (clockAt_ != 0 && step == 0 && now - clockAt_ < kClockEvery) return {};
    clockAt_ = now;
    return clockLine(clocks, step);
  }

  const Options& options_;
  StatePoll poll_;
  std::map<std::string, Told> told_;
  std::vector<AssociationState> associations_;
  StateSource source_ = StateSource::none;
  bool first_ = true;
  bool changed_ = false;
  int64_t lastTime_ = 0;
  int64_t searching_ = 0;
  ClockPair clocks_{};
  int64_t clockAt_ = 0;
};

int check() {
  const Snapshot snapshot = StatePoll{}.take();
  if (snapshot.source == StateSource::none) {
    say(sourceSentence(snapshot.source));
    return kNoSource;
  }
  puts(snapshot.source == StateSource::sockDiag ? "sock_diag" : "/proc/net/sctp/assocs");
  if (snapshot.source == StateSource::proc) say(sourceSentence(snapshot.source));
  return kDone;
}

int follow(const Options& options) {
  Sentry sentry;
  Log log{options};
  if (!print(STDOUT_FILENO, stateLogHeader())) return kDone;
  int64_t planned = 0;
  while (!sentry.ended()) {
    const int64_t before = threadCpuNow();
    if (!print(STDOUT_FILENO, log.look(planned)) || options.task == Options::Task::once) break;
    const int64_t wait = log.wait(threadCpuNow() - before);
    planned = monotonicNow() + wait;
    // Signals and the ends of pipes wake it up; a late start of the next look counts from here.
    for (int64_t rest = wait; rest > 0 && !sentry.ended(); rest = planned - monotonicNow()) {
      sentry.wait(-1, static_cast<int>((rest + kMillisecond - 1) / kMillisecond));
    }
  }
  return kDone;
}

}  // namespace

int main(int count, char** words) {
  return runProgram("stallscope-state", [&] {
    const Options options = readOptions({count, words});
    switch (options.task) {
      case Options::Task::check: return check();
      case Options::Task::version: puts("stallscope-state " STALLSCOPE_VERSION); return int{kDone};
      case Options::Task::help: fputs(kHelp, stdout); return int{kDone};
      default: return follow(options);
    }
  });
}
