#include "commandLine.h"

#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdio>

namespace stallscope {
namespace {

const char* programName = "stallscope";

}  // namespace

std::string Words::option() {
  std::string_view word = words_[at_++];
  attached_ = {};
  if (const size_t equals = word.find('='); word.starts_with("--") && equals != std::string_view::npos) {
    attached_ = word.substr(equals);
    word = word.substr(0, equals);
  }
  return name_ = word;
}

std::string Words::value() {
  if (!attached_.empty()) return std::string{attached_.substr(1)};
  if (!more()) throw UsageError(name_ + " lacks its value");
  return std::string{words_[at_++]};
}

uint64_t Words::number(uint64_t least, uint64_t most) {
  const std::string text = value();
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < least || number > most) {
    throw UsageError(name_ + " takes a number from " + std::to_string(least) + " to " + std::to_string(most) + ", not \"" + text + "\"");
  }
  return number;
}

void refuseOption(const std::string& name) { throw UsageError("\"" + name + "\" is not known; --help names the options"); }

int runProgram(const char* name, const std::function<int()>& run) {
  programName = name;
  try {
    return run();
  } catch (const UsageError& error) {
    say(error.what());
    return kUsage;
  } catch (const std::exception& error) {
    say(error.what());
    return kFailed;
  }
}

void say(const std::string& sentence) { fprintf(stderr, "%s: %s\n", programName, sentence.c_str()); }

bool print(int to, const std::string& text) {
  for (size_t at = 0; at < text.size();) {
    const ssize_t written = write(to, text.data() + at, text.size() - at);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    at += static_cast<size_t>(written);
  }
  return true;
}

}  // namespace stallscope
