// What the programs have in common: arguments in, an exit status out, sentences about what went wrong on stderr.
#pragma once

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace stallscope {

enum Status { kDone = 0, kFailed = 1, kUsage = 2, kNotAllowed = 3 };

struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The arguments, one after the other: "--name value" or "--name=value".
class Words {
 public:
  Words(int count, char** words) : words_(words + 1, words + count) {}
  bool more() const { return at_ < words_.size(); }
  std::string option();
  // Of the option that was read last. Throws UsageError where it lacks.
  std::string value();
  uint64_t number(uint64_t least, uint64_t most);

 private:
  std::vector<std::string_view> words_;
  size_t at_ = 0;
  std::string name_;
  // "=value" of the last option.
  std::string_view attached_;
};

[[noreturn]] void refuseOption(const std::string& name);

// Calls `run` and returns its status; what it throws is said.
int runProgram(const char* name, const std::function<int()>& run);

// On stderr, behind the name of the program.
void say(const std::string& sentence);

// All of it; false when the reader is gone.
bool print(int to, const std::string& text);

}  // namespace stallscope
