// Refused sends by the results of system calls, where no program can be loaded into the kernel. What is accepted and closed is asked for
// only as long as a socket waits, of the threads of its process alone, so that nothing else is slowed down.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <utility>

#include "../src/clock.h"
#include "../src/textFile.h"
#include "line.h"
#include "sockets.h"
#include "source.h"
#include "tracepoints.h"

namespace stallscope {
namespace {

constexpr const char* kSends[] = {"sendmsg", "sendto", "sendmmsg", "write", "writev"};
constexpr const char* kReceives[] = {"recvmsg", "recvfrom", "read"};
constexpr const char* kEnds[] = {"close", "shutdown"};

std::vector<int> processors() {
  std::vector<int> numbers;
  const std::string text = readTextFile("/sys/devices/system/cpu/online").value_or("0");
  for (const char* at = text.c_str(); *at >= '0' && *at <= '9';) {
    char* end = nullptr;
    const long from = strtol(at, &end, 10);
    const long to = *end == '-' ? strtol(end + 1, &end, 10) : from;
    for (long number = from; number <= to; number++) numbers.push_back(static_cast<int>(number));
    at = *end == ',' ? end + 1 : end;
  }
  return numbers;
}

// "common_pid >= 227 && common_pid <= 262": the threads of a process, and perhaps others, which are left out later.
std::string threadsFilter(uint32_t pid) {
  long least = pid, most = pid;
  DIR* threads = opendir(("/proc/" + std::to_string(pid) + "/task").c_str());
  while (const dirent* each = threads ? readdir(threads) : nullptr) {
    if (each->d_name[0] == '.') continue;
    least = std::min(least, atol(each->d_name));
    most = std::max(most, atol(each->d_name));
  }
  if (threads) closedir(threads);
  return "common_pid >= " + std::to_string(least) + " && common_pid <= " + std::to_string(most);
}

class TracepointSource : public Source {
 public:
  TracepointSource() : folder_(tracingFolder()) {
    for (const int processor : processors()) rings_.emplace_back(processor);
    for (const char* name : kSends) refusals_.emplace_back(folder_, std::string{"sys_exit_"} + name, "ret == -11", rings_);
  }

  const char* name() const override { return "sys_exit"; }
  int descriptor() const override { return -1; }

  std::vector<trace_event> take() override {
    const auto until = static_cast<uint64_t>(monotonicNow());
    uint64_t lost = 0;
    for (Ring& ring : rings_) lost += ring.take(held_);
    if (countsLost()) {
      uint64_t all = 0;
      for (const Tracepoint& refusal : refusals_) all += refusal.lost();
      lost = all - lost_;
      lost_ = all;
    }
    if (lost > 0) {
      if (loss_.count == 0) loss_.from = askedAt_;
      loss_.until = static_cast<int64_t>(until);
      loss_.count += lost;
    }
    askedAt_ = static_cast<int64_t>(until);
    std::stable_sort(held_.begin(), held_.end(), [](const Sample& one, const Sample& other) { return one.time < other.time; });
    // What came while the rings were read may have a predecessor in a ring that was read before.
    const auto later = std::find_if(held_.begin(), held_.end(), [until](const Sample& each) { return each.time > until; });
    std::vector<trace_event> events;
    for (auto each = held_.begin(); each != later; each++) {
      if (auto event = eventOf(*each)) events.push_back(*event);
    }
    held_.erase(held_.begin(), later);
    return events;
  }

  Loss takeLoss() override { return std::exchange(loss_, Loss{}); }

 private:
  struct Refused {
    SctpSocket socket;
    bool waits = true;
  };
  // Tracepoints of a process with a refused socket.
  struct Watch {
    std::vector<Tracepoint> accepted;
    std::vector<Tracepoint> ends;
    bool waits = false;
  };

  static trace_event begin(const Sample& sample, const SctpSocket& socket, int fd, uint32_t kind) {
    trace_event event{};
    event.end = sample.time;
    event.pid = sample.pid;
    event.tid = sample.tid;
    event.fd = fd;
    event.call = static_cast<int32_t>(sample.call);
    event.inode = socket.inode;
    event.kind = kind;
    if (socket.association) setEnds(event, *socket.association);
    const std::string command = readTextFile("/proc/" + std::to_string(sample.pid) + "/task/" + std::to_string(sample.tid) + "/comm").value_or("");
    for (size_t at = 0; at < command.size() && command[at] != '\n' && at + 1 < sizeof event.command; at++) event.command[at] = command[at];
    return event;
  }

  std::optional<trace_event> eventOf(const Sample& sample) {
    if (!sample.isExit) return endOf(sample);
    const int fd = static_cast<int>(sample.argument[0]);
    const std::pair key{sample.pid, fd};
    const auto known = refused_.find(key);
    if (isReceive(sample.call)) return known == refused_.end() ? std::nullopt : std::optional{receiveOf(sample, known->second.socket, fd)};
    if (sample.first == -EAGAIN) {
      // All sockets of the host come here that refuse a send. What /proc knows no more is what it was when it was refused before.
      const SctpSocket* socket = sockets_.behind(sample.pid, fd);
      if (!socket && known != refused_.end() && Sockets::isGone(sample.pid, fd)) socket = &known->second.socket;
      if (!socket) return std::nullopt;
      const SctpSocket found = *socket;
      refused_[key] = {found, true};
      watch(sample.pid);
      return sendOf(sample, found, fd);
    }
    if (known == refused_.end() || !known->second.waits) return std::nullopt;
    known->second.waits = false;
    const trace_event event = sendOf(sample, known->second.socket, fd);
    release(sample.pid);
    return event;
  }

  static trace_event sendOf(const Sample& sample, const SctpSocket& socket, int fd) {
    trace_event event = begin(sample, socket, fd, TRACE_SEND);
    event.result = static_cast<int32_t>(sample.first);
    event.message = sample.argument[1];
    const bool hasLength = sample.call == SYS_sendto || sample.call == SYS_write;
    if (hasLength) event.length = static_cast<uint32_t>(sample.argument[2]);
    else if (sample.first > 0 && sample.call != SYS_sendmmsg) event.length = static_cast<uint32_t>(sample.first);
    event.flags = static_cast<uint32_t>(sample.call == SYS_sendmsg ? sample.argument[2] : sample.argument[3]);
    event.known |= TRACE_HAS_ARGUMENTS;
    return event;
  }

  static bool isReceive(int64_t call) { return call == SYS_recvmsg || call == SYS_recvfrom || call == SYS_read; }

  static trace_event receiveOf(const Sample& sample, const SctpSocket& socket, int fd) {
    trace_event event = begin(sample, socket, fd, TRACE_RECEIVE);
    event.result = static_cast<int32_t>(sample.first);
    event.message = sample.argument[1];
    if (sample.call != SYS_recvmsg) event.length = static_cast<uint32_t>(sample.argument[2]);
    event.flags = static_cast<uint32_t>(sample.call == SYS_recvmsg ? sample.argument[2] : sample.call == SYS_recvfrom ? sample.argument[3] : 0);
    return event;
  }

  std::optional<trace_event> endOf(const Sample& sample) {
    const int fd = static_cast<int>(sample.first);
    const auto known = refused_.find({sample.pid, fd});
    if (known == refused_.end()) return std::nullopt;
    const bool closes = sample.call == SYS_close;
    trace_event event = begin(sample, known->second.socket, fd, closes ? TRACE_CLOSE : TRACE_SHUTDOWN);
    event.begin = event.end;
    event.flags = static_cast<uint32_t>(sample.second);
    if (closes) {
      refused_.erase(known);
      release(sample.pid);
    }
    return event;
  }

  // Threads that the process starts later are not seen.
  void watch(uint32_t pid) {
    Watch& watch = watches_[pid];
    if (watch.waits) return;
    watch.waits = true;
    for (const Tracepoint& each : watch.accepted) each.enable(true);
    if (!watch.accepted.empty()) return;
    const std::string threads = threadsFilter(pid);
    try {
      for (const char* name : kSends) watch.accepted.emplace_back(folder_, std::string{"sys_exit_"} + name, "ret >= 0 && " + threads, rings_);
      for (const char* name : kReceives) watch.ends.emplace_back(folder_, std::string{"sys_exit_"} + name, "ret <= 0 && ret != -11 && " + threads, rings_);
      for (const char* name : kEnds) watch.ends.emplace_back(folder_, std::string{"sys_enter_"} + name, threads, rings_);
    } catch (const SourceError&) {
      // The limit of open files is reached: refused sends are told all the same.
    }
  }

  // Takes away what no socket of the process needs any more.
  void release(uint32_t pid) {
    bool waits = false, any = false;
    for (const auto& [key, refused] : refused_) {
      if (key.first != pid) continue;
      any = true;
      waits = waits || refused.waits;
    }
    const auto watch = watches_.find(pid);
    if (watch == watches_.end()) return;
    if (!any) {
      watches_.erase(watch);
    } else if (!waits) {
      watch->second.waits = false;
      for (const Tracepoint& each : watch->second.accepted) each.enable(false);
    }
  }

  std::string folder_;
  std::vector<Ring> rings_;
  std::vector<Tracepoint> refusals_;
  std::map<std::pair<uint32_t, int>, Refused> refused_;
  std::map<uint32_t, Watch> watches_;
  Sockets sockets_;
  std::vector<Sample> held_;
  int64_t askedAt_ = 0;
  uint64_t lost_ = 0;
  Loss loss_;
};

}  // namespace

std::unique_ptr<Source> openTracepointSource() { return std::make_unique<TracepointSource>(); }

}  // namespace stallscope
