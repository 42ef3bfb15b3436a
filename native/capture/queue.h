// The bounded queue between reading and writing. A reader of the ring must never wait, so what does not fit is dropped, newest first
// and by whole blocks, and counted.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

#include "piece.h"

namespace stallscope {

class Queue {
 public:
  explicit Queue(size_t mostBytes) : mostBytes_(mostBytes) {}

  // Whether so many bytes have room.
  bool hasRoom(size_t length);
  // Figures are pushed whether or not they have room.
  void push(Piece piece);
  // No more will come.
  void close();

  // The oldest, waiting for one. None: closed and read to the end.
  std::optional<Piece> take();

 private:
  const size_t mostBytes_;
  std::mutex mutex_;
  std::condition_variable came_;
  std::deque<Piece> pieces_;
  size_t bytes_ = 0;
  bool closed_ = false;
};

}  // namespace stallscope
