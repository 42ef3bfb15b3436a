#include "tracepoints.h"

#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "../src/textFile.h"
#include "source.h"

namespace stallscope {
namespace {

constexpr size_t kPages = 256;
constexpr uint64_t kSampled = PERF_SAMPLE_TID | PERF_SAMPLE_TIME | PERF_SAMPLE_RAW | PERF_SAMPLE_REGS_USER;

#ifdef __x86_64__
// asm/perf_regs.h: dx, si, di, r10, in the order in which the kernel writes them.
constexpr uint64_t kRegisters = 1u << 3 | 1u << 4 | 1u << 5 | 1u << 18;
enum { kDx, kSi, kDi, kR10, kRegisterCount };
#else
// x0 to x3; the first is the result by then.
constexpr uint64_t kRegisters = 0xf;
enum { kRegisterCount = 4 };
#endif

size_t pageSize() { return static_cast<size_t>(sysconf(_SC_PAGESIZE)); }

int openEvent(perf_event_attr& attributes, int processor) {
  return static_cast<int>(syscall(SYS_perf_event_open, &attributes, -1, processor, -1, PERF_FLAG_FD_CLOEXEC));
}

perf_event_attr attributesOf(uint32_t type, uint64_t config) {
  perf_event_attr attributes{};
  attributes.size = sizeof attributes;
  attributes.type = type;
  attributes.config = config;
  attributes.sample_period = 1;
  attributes.sample_type = kSampled;
  attributes.sample_regs_user = kRegisters;
  attributes.use_clockid = 1;
  attributes.clockid = CLOCK_MONOTONIC;
  attributes.watermark = 1;
  attributes.wakeup_watermark = static_cast<uint32_t>(kPages / 4 * pageSize());
  return attributes;
}

uint64_t lostFormat() {
#ifdef PERF_FORMAT_LOST
  return PERF_FORMAT_LOST;
#else
  return 1u << 4;
#endif
}

[[noreturn]] void refuse(const std::string& what) {
  const std::string paranoid = readTextFile("/proc/sys/kernel/perf_event_paranoid").value_or("?");
  if (errno == EPERM || errno == EACCES) throw SourceError("tracing system calls needs root here (perf_event_paranoid is " + paranoid.substr(0, paranoid.find('\n')) + ")");
  throw SourceError(what + ": " + strerror(errno));
}

template <typename Value>
Value read(const uint8_t*& at) {
  Value value;
  memcpy(&value, at, sizeof value);
  at += sizeof value;
  return value;
}

Sample parse(const uint8_t* at) {
  Sample sample{};
  sample.pid = read<uint32_t>(at);
  sample.tid = read<uint32_t>(at);
  sample.time = read<uint64_t>(at);
  const uint32_t size = read<uint32_t>(at);
  // type, flags, preempt count and pid of the common part; then the number of the call.
  const uint8_t* raw = at + 8;
  sample.call = read<int64_t>(raw);
  sample.first = read<int64_t>(raw);
  // An exit has its result alone; the size is padded.
  sample.isExit = size < 32;
  if (!sample.isExit) sample.second = read<int64_t>(raw);
  at += size;
  if (read<uint64_t>(at) == PERF_SAMPLE_REGS_ABI_NONE) return sample;
  uint64_t registers[kRegisterCount];
  for (uint64_t& each : registers) each = read<uint64_t>(at);
#ifdef __x86_64__
  sample.argument[0] = registers[kDi];
  sample.argument[1] = registers[kSi];
  sample.argument[2] = registers[kDx];
  sample.argument[3] = registers[kR10];
#else
  memcpy(sample.argument, registers, sizeof registers);
#endif
  return sample;
}

}  // namespace

bool countsLost() {
  static const bool known = [] {
    perf_event_attr attributes = attributesOf(PERF_TYPE_SOFTWARE, PERF_COUNT_SW_DUMMY);
    attributes.read_format = lostFormat();
    return FileDescriptor{openEvent(attributes, 0)}.valid();
  }();
  return known;
}

Ring::Ring(int processor) : processor_(processor) {
  // A leader that never fires: the tracepoints come and go, the ring stays.
  perf_event_attr attributes = attributesOf(PERF_TYPE_SOFTWARE, PERF_COUNT_SW_DUMMY);
  leader_ = FileDescriptor{openEvent(attributes, processor)};
  if (!leader_.valid()) refuse("a ring for processor " + std::to_string(processor));
  memory_ = mmap(nullptr, (kPages + 1) * pageSize(), PROT_READ | PROT_WRITE, MAP_SHARED, leader_.get(), 0);
  if (memory_ == MAP_FAILED) {
    memory_ = nullptr;
    refuse("the memory of a ring");
  }
}

Ring::Ring(Ring&& other) noexcept : processor_(other.processor_), leader_(std::move(other.leader_)), memory_(std::exchange(other.memory_, nullptr)) {}

Ring::~Ring() {
  if (memory_) munmap(memory_, (kPages + 1) * pageSize());
}

uint64_t Ring::take(std::vector<Sample>& samples) {
  auto* page = static_cast<perf_event_mmap_page*>(memory_);
  const uint8_t* data = static_cast<uint8_t*>(memory_) + pageSize();
  const uint64_t size = kPages * pageSize();
  const uint64_t head = std::atomic_ref{page->data_head}.load(std::memory_order_acquire);
  uint64_t tail = page->data_tail, lost = 0;
  std::vector<uint8_t> record;
  while (tail < head) {
    perf_event_header header;
    for (size_t at = 0; at < sizeof header; at++) reinterpret_cast<uint8_t*>(&header)[at] = data[(tail + at) % size];
    if (header.size < sizeof header) break;
    record.resize(header.size);
    for (size_t at = 0; at < header.size; at++) record[at] = data[(tail + at) % size];
    tail += header.size;
    const uint8_t* body = record.data() + sizeof header;
    if (header.type == PERF_RECORD_SAMPLE) {
      samples.push_back(parse(body));
    } else if (header.type == PERF_RECORD_LOST) {
      read<uint64_t>(body);
      lost += read<uint64_t>(body);
    }
  }
  std::atomic_ref{page->data_tail}.store(tail, std::memory_order_release);
  return lost;
}

std::string tracingFolder() {
  for (const char* folder : {"/sys/kernel/tracing", "/sys/kernel/debug/tracing"}) {
    if (access((std::string{folder} + "/events/syscalls").c_str(), R_OK) == 0) return folder;
  }
  // As in a network namespace of ip-netns(8), where /sys is mounted anew without it.
  constexpr const char* kFolder = "/sys/kernel/tracing";
  if (geteuid() != 0) throw SourceError("tracing system calls needs root here: tracefs is not readable");
  if (unshare(CLONE_NEWNS) != 0 || mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 || mount("tracefs", kFolder, "tracefs", 0, nullptr) != 0) {
    throw SourceError(std::string{"tracefs cannot be mounted ("} + strerror(errno) + "): mount -t tracefs tracefs " + kFolder);
  }
  return kFolder;
}

Tracepoint::Tracepoint(const std::string& folder, const std::string& name, const std::string& filter, const std::vector<Ring>& rings) {
  const auto id = readTextFile(folder + "/events/syscalls/" + name + "/id");
  if (!id) throw SourceError("the kernel has no tracepoint " + name + " (CONFIG_FTRACE_SYSCALLS)");
  perf_event_attr attributes = attributesOf(PERF_TYPE_TRACEPOINT, strtoull(id->c_str(), nullptr, 10));
  attributes.disabled = 1;
  if (countsLost()) attributes.read_format = lostFormat();
  for (const Ring& ring : rings) {
    FileDescriptor event{openEvent(attributes, ring.processor())};
    if (!event.valid()) refuse(name);
    if (ioctl(event.get(), PERF_EVENT_IOC_SET_FILTER, filter.c_str()) != 0) refuse("the filter of " + name);
    if (ioctl(event.get(), PERF_EVENT_IOC_SET_OUTPUT, ring.descriptor()) != 0) refuse("the ring of " + name);
    events_.push_back(std::move(event));
  }
  enable(true);
}

void Tracepoint::enable(bool on) const {
  for (const FileDescriptor& event : events_) ioctl(event.get(), on ? PERF_EVENT_IOC_ENABLE : PERF_EVENT_IOC_DISABLE, 0);
}

uint64_t Tracepoint::lost() const {
  uint64_t sum = 0;
  if (!countsLost()) return sum;
  for (const FileDescriptor& event : events_) {
    uint64_t figures[2] = {};
    if (::read(event.get(), figures, sizeof figures) == sizeof figures) sum += figures[1];
  }
  return sum;
}

}  // namespace stallscope
