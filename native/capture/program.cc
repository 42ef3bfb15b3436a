#include "program.h"

#include <stdexcept>

namespace stallscope {

void Program::advanceIndex(uint32_t by) {
  add(BPF_MISC | BPF_TXA);
  add(BPF_ALU | BPF_ADD | BPF_K, by);
  accumulatorToIndex();
}

void Program::jump(const std::string& place) {
  jumps_[code_.size()] = place;
  add(BPF_JMP | BPF_JA);
}

// A conditional jump reaches 255 instructions, which long lists of addresses exceed; an unconditional one reaches all.
void Program::jumpIf(uint16_t comparison, uint32_t value, const std::string& place) {
  code_.push_back({static_cast<uint16_t>(BPF_JMP | comparison | BPF_K), 0, 1, value});
  jump(place);
}

void Program::jumpIfBeyondEnd(const std::string& place) {
  add(BPF_LDX | BPF_W | BPF_LEN);
  code_.push_back({BPF_JMP | BPF_JGT | BPF_X, 0, 1, 0});
  jump(place);
}

void Program::jumpUnlessEqual(uint32_t value, const std::string& place) {
  code_.push_back({BPF_JMP | BPF_JEQ | BPF_K, 1, 0, value});
  jump(place);
}

std::vector<sock_filter> Program::finish() const {
  std::vector<sock_filter> finished = code_;
  for (const auto& [from, name] : jumps_) {
    const auto found = places_.find(name);
    // Programs of this kind only jump forwards: the kernel refuses loops.
    if (found == places_.end() || found->second <= from) throw std::logic_error("no place ahead named " + name);
    finished[from].k = static_cast<uint32_t>(found->second - from - 1);
  }
  return finished;
}

}  // namespace stallscope
