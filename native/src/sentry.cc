#include "sentry.h"

#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/stat.h>

#include <cerrno>
#include <csignal>

namespace stallscope {
namespace {

FileDescriptor takeSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int each : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, each);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  return FileDescriptor{signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK)};
}

// A terminal, a file or /dev/null as stdin says nothing of who started this.
bool isPipe(int fd) {
  struct stat status{};
  return fstat(fd, &status) == 0 && (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode));
}

}  // namespace

Sentry::Sentry() : signals_{takeSignals()}, called_{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)}, watchesInput_{isPipe(STDIN_FILENO)} {}

short Sentry::wait(int source, int milliseconds) {
  pollfd watched[] = {
      {source, POLLIN, 0},
      {signals_.get(), POLLIN, 0},
      {called_.get(), POLLIN, 0},
      {STDOUT_FILENO, 0, 0},
      {watchesInput_ ? STDIN_FILENO : -1, POLLIN, 0},
  };
  if (poll(watched, std::size(watched), milliseconds) <= 0) return 0;
  if ((watched[1].revents | watched[2].revents | watched[3].revents) != 0) ended_ = true;
  if (watched[4].revents != 0) {
    // Nothing is asked of stdin but to stay open; what comes is thrown away.
    char ignored[512];
    const ssize_t length = read(STDIN_FILENO, ignored, sizeof ignored);
    if (length == 0 || (length < 0 && errno != EAGAIN && errno != EINTR)) ended_ = true;
  }
  return watched[0].revents;
}

void Sentry::end() {
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(called_.get(), &one, sizeof one);
}

}  // namespace stallscope
