#include "queue.h"

#include <algorithm>

namespace stallscope {

bool Queue::hasRoom(size_t length) {
  const std::lock_guard lock{mutex_};
  return bytes_ + length <= mostBytes_;
}

void Queue::push(Item item) {
  {
    const std::lock_guard lock{mutex_};
    bytes_ += item.length;
    peak_ = std::max(peak_, bytes_);
    items_.push_back(std::move(item));
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

std::optional<Item> Queue::take() {
  std::unique_lock lock{mutex_};
  came_.wait(lock, [this] { return !items_.empty() || closed_; });
  if (items_.empty()) return std::nullopt;
  Item oldest = std::move(items_.front());
  items_.pop_front();
  bytes_ -= oldest.length;
  return oldest;
}

bool Queue::empty() {
  const std::lock_guard lock{mutex_};
  return items_.empty();
}

size_t Queue::peak() {
  const std::lock_guard lock{mutex_};
  return peak_;
}

}  // namespace stallscope
