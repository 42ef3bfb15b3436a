// A piece of the stream: bytes that grow without being written twice, and how many packets are in them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>

namespace stallscope {

class Piece {
 public:
  explicit Piece(size_t capacity = 0) { reserve(capacity); }

  // Room for so many more bytes, whose content is undefined.
  std::byte* extend(size_t length) {
    if (size_ + length > capacity_) reserve(std::max(2 * capacity_, size_ + length));
    std::byte* added = bytes_.get() + size_;
    size_ += length;
    return added;
  }
  void append(const void* from, size_t length) {
    if (length > 0) memcpy(extend(length), from, length);
  }
  // Gives back what was reserved and not used.
  void trim() {
    if (size_ > 0) reserve(size_);
  }

  std::byte* data() { return bytes_.get(); }
  const std::byte* data() const { return bytes_.get(); }
  size_t size() const { return size_; }

  uint32_t packets = 0;

 private:
  struct Free {
    void operator()(std::byte* bytes) const { std::free(bytes); }
  };

  void reserve(size_t capacity) {
    if (capacity == 0) return;
    auto* moved = static_cast<std::byte*>(std::realloc(bytes_.get(), capacity));
    if (!moved) throw std::bad_alloc();
    static_cast<void>(bytes_.release());
    bytes_.reset(moved);
    capacity_ = capacity;
  }

  std::unique_ptr<std::byte, Free> bytes_;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

}  // namespace stallscope
