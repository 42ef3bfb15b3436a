// A file of /proc or /sys as text.
#pragma once

#include <optional>
#include <string>

namespace stallscope {

// Up to 16 MB; nothing when it cannot be read.
std::optional<std::string> readTextFile(const std::string& path);

}  // namespace stallscope
