// stallscope-capture: opens, filters, binds and locks a packet socket, gives up every privilege, then reads. Packets go to stdout,
// sentences to stderr; the exit status tells why it ended.
#include <malloc.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <optional>

#include "../src/interfaces.h"
#include "../src/privileges.h"
#include "options.h"
#include "pcapngWriter.h"
#include "queue.h"
#include "reader.h"
#include "ring.h"
#include "../src/sentry.h"
#include "writer.h"

namespace {

using namespace stallscope;

constexpr int kNoInterface = 4, kCannotWrite = 5;

// What a reader that has stopped reading is given before the rest is counted as undelivered.
constexpr std::chrono::milliseconds kPatience{2000};

int refuse(const RingError& error) {
  if (error.error == EPERM || error.error == EACCES) {
    say("may not capture: " + whyNoPackets(readPrivileges()));
    return kNotAllowed;
  }
  if (error.error == EAFNOSUPPORT) {
    say("this kernel has no packet sockets (CONFIG_PACKET)");
    return kFailed;
  }
  if (error.error == ENOMEM) {
    say("the kernel has no memory for the ring: give fewer --ring-blocks");
    return kFailed;
  }
  say(std::string{error.what()} + ": " + strerror(error.error));
  return kFailed;
}

int check(const Options& options) {
  try {
    Ring ring{options.filter.compile(), options.ring};
  } catch (const RingError& error) {
    return refuse(error);
  }
  puts("may capture");
  return kDone;
}

int list() {
  for (const Interface& each : listInterfaces()) {
    printf("%d\t%s\t%d\t%s", each.index, each.name.c_str(), each.mtu, each.up ? "up" : "down");
    for (const std::string& address : each.addresses) printf("\t%s", address.c_str());
    putchar('\n');
  }
  return kDone;
}

void sayNoInterface(const std::string& name) {
  std::string names;
  for (const Interface& each : listInterfaces()) names += (names.empty() ? "" : ", ") + each.name;
  say("interface " + name + " does not exist; there are: " + names);
}

int capture(const Options& options) {
  if (isatty(STDOUT_FILENO)) {
    say("packets are no text for a terminal: send them to a file or a program, as in | stallscope explain -");
    return kUsage;
  }
  // Pieces of the stream are made and freed by the thousand: memory that went back to the kernel each time would cost its page faults.
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
  mallopt(M_TRIM_THRESHOLD, 16 << 20);
  Sentry sentry;
  std::optional<Ring> ring;
  try {
    ring.emplace(options.filter.compile(), options.ring);
  } catch (const RingError& error) {
    return refuse(error);
  }
  Queue queue{options.queueBytes};
  Reader reader{*ring, queue, sentry, PcapngWriter{options.interface, options.filter.text(), options.filter.snapLength}, options.interface, options.promiscuous};
  if (!reader.attach()) {
    sayNoInterface(options.interface);
    return kNoInterface;
  }
  if (!dropPrivileges()) {
    say("cannot give up its privileges, and does not go on with them");
    return kFailed;
  }
  // Static, because a writer that waits for ever is left behind at the end.
  static std::optional<Writer> writer;
  writer.emplace(queue, sentry);
  say("capturing on " + options.interface + ": " + options.filter.text());
  reader.run();
  queue.close();
  const bool taken = writer->finish(kPatience);

  const Figures& totals = reader.totals();
  const uint64_t delivered = writer->delivered();
  fprintf(stderr, "stallscope-capture: %" PRIu64 " packets seen, %" PRIu64 " delivered, %" PRIu64 " dropped by the kernel, %" PRIu64 " by the queue, %" PRIu64
          " not taken\n",
          totals.seen, delivered, totals.kernelDrops, totals.queueDrops, totals.seen - delivered - totals.kernelDrops - totals.queueDrops);
  int status = kDone;
  if (const int error = writer->error(); error != 0 && error != EPIPE) {
    say(std::string{"cannot write the packets: "} + strerror(error));
    status = kCannotWrite;
  }
  if (!taken) _exit(status);
  writer.reset();
  return status;
}

}  // namespace

int main(int count, char** words) {
  return runProgram("stallscope-capture", [&] {
    const Options options = readOptions({count, words});
    switch (options.task) {
      case Options::Task::check: return check(options);
      case Options::Task::list: return list();
      case Options::Task::version: puts("stallscope-capture " STALLSCOPE_VERSION); return int{kDone};
      case Options::Task::help: fputs(kHelp, stdout); return int{kDone};
      default: return capture(options);
    }
  });
}
