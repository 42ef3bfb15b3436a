#include "textFile.h"

#include <fcntl.h>
#include <unistd.h>

#include "fileDescriptor.h"

namespace stallscope {

std::optional<std::string> readTextFile(const std::string& path) {
  constexpr size_t kMost = 16 << 20;
  const FileDescriptor file{open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!file.valid()) return std::nullopt;
  std::string text;
  char part[16384];
  for (ssize_t length; text.size() < kMost && (length = read(file.get(), part, sizeof part)) != 0;) {
    if (length < 0) return std::nullopt;
    text.append(part, static_cast<size_t>(length));
  }
  return text;
}

}  // namespace stallscope
