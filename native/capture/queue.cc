#include "queue.h"

namespace stallscope {

bool Queue::hasRoom(size_t length) {
  const std::lock_guard lock{mutex_};
  return bytes_ + length <= mostBytes_;
}

void Queue::push(Piece piece) {
  {
    const std::lock_guard lock{mutex_};
    bytes_ += piece.size();
    pieces_.push_back(std::move(piece));
  }
  came_.notify_one();
}

void Queue::close() {
  {
    const std::lock_guard lock{mutex_};
    closed_ = true;
  }
  came_.notify_one();
}

std::optional<Piece> Queue::take() {
  std::unique_lock lock{mutex_};
  came_.wait(lock, [this] { return !pieces_.empty() || closed_; });
  if (pieces_.empty()) return std::nullopt;
  Piece oldest = std::move(pieces_.front());
  pieces_.pop_front();
  bytes_ -= oldest.size();
  return oldest;
}

}  // namespace stallscope
