#include "reader.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "../src/interfaces.h"
#include "../src/sentry.h"

namespace stallscope {
namespace {

constexpr int64_t kSecond = 1'000'000'000;
constexpr int64_t kMillisecond = 1'000'000;
// Blocks between two looks at whether the capture is to end.
constexpr int kBlocksInARow = 32;
constexpr int kTryAgainMilliseconds = 250;
// The last block is handed over after 20 ms; a busy machine may take longer.
constexpr int64_t kLongestFinish = 500 * kMillisecond;

int64_t timeOf(const tpacket_bd_ts& time) { return int64_t{time.ts_sec} * kSecond + time.ts_nsec; }

}  // namespace

Reader::Reader(Ring& ring, Queue& queue, Sentry& sentry, PcapngWriter format, std::string interface, bool promiscuous)
    : ring_(ring), queue_(queue), sentry_(sentry), format_(std::move(format)), interface_(std::move(interface)), promiscuous_(promiscuous), clocks_(readClockPair()) {}

bool Reader::attach() {
  const int index = interface_ == "any" ? 0 : interfaceIndex(interface_);
  if (index == 0 && interface_ != "any") return false;
  if (!ring_.bind(index, promiscuous_)) return false;
  index_ = index;
  Piece piece;
  if (!isBegun_) format_.header(piece);
  isBegun_ = true;
  format_.attach(index, piece);
  queue_.push(std::move(piece));
  return true;
}

void Reader::run() {
  countedAt_ = realtimeNow();
  int64_t next = monotonicNow() + kSecond;
  while (!sentry_.ended()) {
    const int taken = takeBlocks();
    int64_t now = monotonicNow();
    if (now >= next) {
      second();
      next = now + kSecond;
    }
    int patience = taken > 0 ? 0 : static_cast<int>((next - now + kMillisecond - 1) / kMillisecond);
    if (deafSince_ != 0) {
      tryAgain();
      patience = std::min(patience, kTryAgainMilliseconds);
    }
    if ((sentry_.wait(ring_.fd(), patience) & (POLLERR | POLLHUP | POLLNVAL)) != 0) readError();
  }
  finish();
}

int Reader::takeBlocks() {
  int taken = 0;
  for (; taken < kBlocksInARow; taken++) {
    const std::span<const std::byte> block = ring_.next();
    if (block.empty()) break;
    takeBlock(block);
    ring_.release();
  }
  return taken;
}

void Reader::takeBlock(std::span<const std::byte> block) {
  const auto& head = reinterpret_cast<const tpacket_block_desc*>(block.data())->hdr.bh1;
  const uint32_t packets = head.num_pkts;
  if (packets == 0) return;
  taken_ += packets;
  if (!queue_.hasRoom(block.size())) {
    totals_.queueDrops += packets;
    if (queueLoss_.packets == 0) queueLoss_.from = timeOf(head.ts_first_pkt);
    queueLoss_.until = timeOf(head.ts_last_pkt);
    queueLoss_.packets += packets;
    return;
  }
  tellQueueLoss();
  // The kernel's heads are longer than those of the stream.
  Piece piece{block.size()};
  format_.block(block, piece);
  piece.trim();
  totals_.delivered += packets;
  queue_.push(std::move(piece));
}

void Reader::second() {
  takeCounts();
  tellQueueLoss();
  const ClockPair clocks = readClockPair();
  if (const int64_t step = stepBetween(clocks_, clocks); step != 0) tell("clock step: " + secondsText(step) + " s", 0, 0);
  clocks_ = clocks;
  tell("", 0, 0);
}

void Reader::takeCounts() {
  const RingCounts counts = ring_.takeCounts();
  const int64_t now = realtimeNow();
  totals_.seen += counts.seen;
  totals_.kernelDrops += counts.dropped;
  if (counts.dropped > 0) tell("gap: " + std::to_string(counts.dropped) + " packets lost, kernel", countedAt_, now);
  countedAt_ = now;
}

void Reader::finish() {
  ring_.deafen();
  const int64_t until = monotonicNow() + kLongestFinish;
  do {
    while (takeBlocks() > 0) continue;
    takeCounts();
    if (totals_.seen - totals_.kernelDrops == taken_) break;
    sentry_.wait(ring_.fd(), 5);
  } while (monotonicNow() < until);
  tellQueueLoss();
  if (deafSince_ != 0) tell("gap: unknown packets lost, interface down", deafSince_, realtimeNow());
  tell("", 0, 0);
}

void Reader::readError() {
  // Reading it clears it; else poll reports it for ever.
  const int error = ring_.takeError();
  if (error == 0) return;
  if (error != ENETDOWN) {
    fprintf(stderr, "stallscope-capture: %s: %s\n", interface_.c_str(), strerror(error));
    return;
  }
  if (deafSince_ != 0) return;
  deafSince_ = realtimeNow();
  const bool vanished = index_ != 0 && interfaceIndex(interface_) != index_;
  fprintf(stderr, "stallscope-capture: %s %s; capturing goes on when it is back\n", interface_.c_str(), vanished ? "has vanished" : "went down");
}

void Reader::tryAgain() {
  if (!interfaceIsUp(interface_)) return;
  const int index = interfaceIndex(interface_);
  if (index == 0) return;
  // A socket follows its interface down and up, but not one that was made anew.
  if (index != index_ && !attach()) return;
  tell("gap: unknown packets lost, interface down", deafSince_, realtimeNow());
  deafSince_ = 0;
  fprintf(stderr, "stallscope-capture: %s is back\n", interface_.c_str());
}

void Reader::tellQueueLoss() {
  if (queueLoss_.packets == 0) return;
  tell("gap: " + std::to_string(queueLoss_.packets) + " packets lost, queue", queueLoss_.from, queueLoss_.until);
  queueLoss_ = {};
}

void Reader::tell(std::string comment, int64_t from, int64_t until) {
  Figures figures = totals_;
  figures.time = realtimeNow();
  figures.comment = std::move(comment);
  figures.from = from;
  figures.until = until;
  Piece piece;
  format_.figures(figures, piece);
  queue_.push(std::move(piece));
}

}  // namespace stallscope
