#include "writer.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>

#include "../src/sentry.h"

namespace stallscope {
namespace {

// The kernel's limit for pipes of ordinary users.
constexpr int kPipeBytes = 1 << 20;

// 0, or errno.
int writeAll(const std::byte* bytes, size_t length) {
  while (length > 0) {
    const ssize_t written = write(STDOUT_FILENO, bytes, length);
    if (written >= 0) {
      bytes += written;
      length -= static_cast<size_t>(written);
    } else if (errno == EAGAIN) {
      pollfd room{STDOUT_FILENO, POLLOUT, 0};
      poll(&room, 1, -1);
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

}  // namespace

Writer::Writer(Queue& queue, Sentry& sentry) : queue_(queue), sentry_(sentry), thread_([this] { run(); }) {}

Writer::~Writer() {
  if (thread_.joinable()) thread_.join();
}

bool Writer::finish(std::chrono::milliseconds most) {
  std::unique_lock lock{mutex_};
  if (ended_.wait_for(lock, most, [this] { return done_; })) return true;
  thread_.detach();
  return false;
}

void Writer::run() {
  fcntl(STDOUT_FILENO, F_SETPIPE_SZ, kPipeBytes);
  while (const std::optional<Piece> piece = queue_.take()) {
    // After a failure the rest is only emptied out.
    if (error_ != 0) continue;
    if (const int error = writeAll(piece->data(), piece->size()); error != 0) {
      error_ = error;
      sentry_.end();
    } else {
      delivered_ += piece->packets;
    }
  }
  const std::lock_guard lock{mutex_};
  done_ = true;
  ended_.notify_all();
}

}  // namespace stallscope
