#include "writer.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>

#include "../src/sentry.h"

namespace stallscope {
namespace {

constexpr size_t kEnough = 256 * 1024;
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

Writer::Writer(Queue& queue, PcapngWriter format, Sentry& sentry)
    : queue_(queue), format_(std::move(format)), sentry_(sentry), thread_([this] { run(); }) {}

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
  output_.reserve(2 * kEnough);
  format_.header(output_);
  while (std::optional<Item> item = queue_.take()) {
    switch (item->kind) {
      case Item::Kind::attachment: format_.attach(item->attachment.interfaceIndex, output_); break;
      case Item::Kind::block: waiting_ += format_.block({item->bytes.get(), item->length}, output_); break;
      case Item::Kind::figures:
        // They say how many packets stand before them.
        flush();
        format_.figures(item->figures, delivered_, output_);
        break;
    }
    if (output_.size() >= kEnough || queue_.empty()) flush();
  }
  flush();
  const std::lock_guard lock{mutex_};
  done_ = true;
  ended_.notify_all();
}

void Writer::flush() {
  if (error_ == 0 && !output_.empty()) {
    if (const int error = writeAll(output_.data(), output_.size()); error != 0) {
      error_ = error;
      sentry_.end();
    } else {
      delivered_ += waiting_;
    }
  }
  waiting_ = 0;
  output_.clear();
}

}  // namespace stallscope
