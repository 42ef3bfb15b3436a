// Which process holds a socket, as far as /proc shows it to this user. proc(5).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

namespace stallscope {

struct Owner {
  int pid = 0;
  int fd = 0;
  std::string command;
};

class Processes {
 public:
  // From memory; looks through /proc again for sockets that are new, ever less often while it finds nothing.
  const Owner* owner(uint64_t inode, int64_t now);

 private:
  bool stillHeld(uint64_t inode, const Owner& owner) const;
  void search(int64_t now);

  struct Known {
    std::optional<Owner> owner;
    int64_t checkedAt = 0;
  };
  std::unordered_map<uint64_t, Known> known_;
  int64_t searchedAt_ = 0;
  int64_t patience_ = 0;
};

}  // namespace stallscope
