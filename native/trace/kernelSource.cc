// Loads refusedSends.bpf.c, which is part of this program, into the kernel and reads its ring. libbpf(3).
#include "source.h"

#ifdef STALLSCOPE_BPF

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstring>

asm(".section .rodata\n"
    ".balign 16\n"
    "refusedSendsBegin:\n"
    ".incbin \"" STALLSCOPE_BPF "\"\n"
    "refusedSendsEnd:\n"
    ".previous\n");
extern "C" const char refusedSendsBegin[] __asm__("refusedSendsBegin");
extern "C" const char refusedSendsEnd[] __asm__("refusedSendsEnd");

namespace stallscope {
namespace {

// The variables of refusedSends.bpf.c, in their order.
struct Shared {
  uint64_t lost;
  uint64_t firstLost;
  uint64_t lastLost;
  uint64_t watched;
  uint64_t awaited;
};

std::string& firstWarning() {
  static std::string text;
  return text;
}

int keepWarning(libbpf_print_level level, const char* format, va_list values) {
  // The first one says why; what follows is its consequences.
  if (level != LIBBPF_WARN || !firstWarning().empty()) return 0;
  char line[256];
  vsnprintf(line, sizeof line, format, values);
  firstWarning() = line;
  while (firstWarning().ends_with('\n')) firstWarning().pop_back();
  return 0;
}

bool hasFunction(const btf* types, const char* name) { return btf__find_by_name_kind(types, name, BTF_KIND_FUNC) > 0; }

class KernelSource : public Source {
 public:
  KernelSource() {
    libbpf_set_print(keepWarning);
    libbpf_set_strict_mode(LIBBPF_STRICT_ALL);
    if (access("/sys/kernel/btf/vmlinux", R_OK) != 0) throw SourceError("the kernel does not describe its types (no BTF)");
    std::unique_ptr<btf, decltype(&btf__free)> base{btf__load_vmlinux_btf(), btf__free};
    if (!base) throw SourceError("the kernel's description of its types cannot be read");
    // SCTP is a module of most kernels, and part of some.
    std::unique_ptr<btf, decltype(&btf__free)> module{btf__load_module_btf("sctp", base.get()), btf__free};
    const btf* types = module ? module.get() : base.get();
    if (!hasFunction(types, "sctp_sendmsg")) throw SourceError("the kernel does not describe its SCTP (no BTF for the module sctp)");

    LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = "stallscope");
    object_.reset(bpf_object__open_mem(refusedSendsBegin, static_cast<size_t>(refusedSendsEnd - refusedSendsBegin), &options));
    if (!object_) throw SourceError("the program for the kernel is damaged");
    for (const auto& [program, function] : {std::pair{"socket_closes", "sctp_close"}, std::pair{"socket_shuts_down", "sctp_shutdown"},
                                            std::pair{"receive_ends", "sctp_recvmsg"}}) {
      if (!hasFunction(types, function)) bpf_program__set_autoload(bpf_object__find_program_by_name(object_.get(), program), false);
    }
    if (const int error = bpf_object__load(object_.get()); error != 0) {
      if (error == -EPERM) throw SourceError("loading a program into the kernel is not permitted here");
      throw SourceError("the kernel refuses the program (" + std::string{strerror(-error)} + (firstWarning().empty() ? "" : ": " + firstWarning()) + ")");
    }
    bpf_program* program;
    bpf_object__for_each_program(program, object_.get()) {
      if (!bpf_program__autoload(program)) continue;
      bpf_link* link = bpf_program__attach(program);
      if (!link) throw SourceError(std::string{"the kernel does not let "} + bpf_program__name(program) + " be attached (" + strerror(errno) + ")");
      links_.emplace_back(link, bpf_link__destroy);
    }
    ring_.reset(ring_buffer__new(bpf_object__find_map_fd_by_name(object_.get(), "events"), collect, &events_, nullptr));
    if (!ring_) throw SourceError("the ring of events cannot be mapped");
    bpf_map* variables = bpf_object__find_map_by_name(object_.get(), ".bss");
    size_t size = 0;
    // The mapping itself may be written to: it is the program's memory.
    shared_ = variables ? static_cast<Shared*>(const_cast<void*>(bpf_map__initial_value(variables, &size))) : nullptr;
    if (!shared_ || size < sizeof(Shared)) throw SourceError("the program's counters cannot be mapped");
  }

  const char* name() const override { return "fexit"; }
  int descriptor() const override { return ring_buffer__epoll_fd(ring_.get()); }

  std::vector<trace_event> take() override {
    ring_buffer__consume(ring_.get());
    std::vector<trace_event> taken;
    taken.swap(events_);
    std::stable_sort(taken.begin(), taken.end(), [](const trace_event& one, const trace_event& other) { return one.end < other.end; });
    return taken;
  }

  Loss takeLoss() override {
    const uint64_t lost = shared_->lost;
    if (lost == told_) return {};
    const Loss loss{lost - told_, static_cast<int64_t>(shared_->firstLost), static_cast<int64_t>(shared_->lastLost)};
    told_ = lost;
    shared_->firstLost = 0;
    return loss;
  }

 private:
  static int collect(void* events, void* data, size_t size) {
    if (size >= sizeof(trace_event)) static_cast<std::vector<trace_event>*>(events)->push_back(*static_cast<const trace_event*>(data));
    return 0;
  }

  std::unique_ptr<bpf_object, decltype(&bpf_object__close)> object_{nullptr, bpf_object__close};
  std::vector<std::unique_ptr<bpf_link, int (*)(bpf_link*)>> links_;
  std::vector<trace_event> events_;
  std::unique_ptr<ring_buffer, decltype(&ring_buffer__free)> ring_{nullptr, ring_buffer__free};
  volatile Shared* shared_ = nullptr;
  uint64_t told_ = 0;
};

}  // namespace

std::unique_ptr<Source> openKernelSource() { return std::make_unique<KernelSource>(); }

}  // namespace stallscope

#else

namespace stallscope {

std::unique_ptr<Source> openKernelSource() { throw SourceError("this build lacks the program for the kernel (clang and libbpf-dev were missing)"); }

}  // namespace stallscope

#endif
