// Which process holds a socket, as far as /proc shows it to this user. proc(5).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace stallscope {

struct Owner {
  int pid = 0;
  int fd = 0;
  std::string command;
};

// The inode of the socket that a link in /proc/<pid>/fd leads to; 0 when it is no socket.
uint64_t socketBehind(const std::string& path);

class Processes {
 public:
  // Looks for the holders of sockets that are new, ever less often while it finds nothing, so that it takes at most 1 % of a core.
  void refresh(const std::vector<uint64_t>& inodes, int64_t now);
  // From memory.
  const Owner* owner(uint64_t inode) const;

 private:
  struct Known {
    std::optional<Owner> owner;
    int64_t checkedAt = 0;
  };

  // Returns how many it found.
  size_t search(int64_t now);

  std::unordered_map<uint64_t, Known> known_;
  int64_t searchedAt_ = 0;
  int64_t patience_ = 0;
};

}  // namespace stallscope
