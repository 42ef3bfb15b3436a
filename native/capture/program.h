// Assembles classic BPF: instructions and named places, jumps resolved at the end. linux/filter.h.
#pragma once

#include <linux/filter.h>

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace stallscope {

class Program {
 public:
  void place(const std::string& name) { places_[name] = code_.size(); }

  // Loads into the accumulator, from the packet.
  void byteAt(uint32_t offset) { add(BPF_LD | BPF_B | BPF_ABS, offset); }
  void halfAt(uint32_t offset) { add(BPF_LD | BPF_H | BPF_ABS, offset); }
  void wordAt(uint32_t offset) { add(BPF_LD | BPF_W | BPF_ABS, offset); }
  // From the packet at the index register and what is added to it.
  void byteBehind(uint32_t offset) { add(BPF_LD | BPF_B | BPF_IND, offset); }
  void halfBehind(uint32_t offset) { add(BPF_LD | BPF_H | BPF_IND, offset); }
  void wordBehind(uint32_t offset) { add(BPF_LD | BPF_W | BPF_IND, offset); }

  void add(uint16_t operation, uint32_t constant = 0) { code_.push_back({operation, 0, 0, constant}); }
  void setIndex(uint32_t value) { add(BPF_LDX | BPF_IMM, value); }
  void accumulatorToIndex() { add(BPF_MISC | BPF_TAX); }
  void advanceIndex(uint32_t by);
  void store(uint32_t cell) { add(BPF_ST, cell); }
  void recall(uint32_t cell) { add(BPF_LD | BPF_MEM, cell); }

  void jump(const std::string& place);
  void jumpIfEqual(uint32_t value, const std::string& place) { jumpIf(BPF_JEQ, value, place); }
  void jumpIfAnyBit(uint32_t mask, const std::string& place) { jumpIf(BPF_JSET, mask, place); }
  // When the accumulator exceeds the length of the packet. Changes the index register.
  void jumpIfBeyondEnd(const std::string& place);
  // Falls through when equal.
  void jumpUnlessEqual(uint32_t value, const std::string& place);
  void accept(uint32_t bytes) { add(BPF_RET | BPF_K, bytes); }

  // Throws std::logic_error for a place that was never set.
  std::vector<sock_filter> finish() const;

 private:
  void jumpIf(uint16_t comparison, uint32_t value, const std::string& place);

  std::vector<sock_filter> code_;
  std::unordered_map<std::string, size_t> places_;
  std::unordered_map<size_t, std::string> jumps_;
};

}  // namespace stallscope
