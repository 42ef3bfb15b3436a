#include "processes.h"

#include <dirent.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <memory>

#include "textFile.h"

namespace stallscope {
namespace {

constexpr int64_t kSecond = 1'000'000'000;
constexpr int64_t kFirstPatience = kSecond;
constexpr int64_t kLongestPatience = 30 * kSecond;
// A descriptor may be closed and its socket handed on.
constexpr int64_t kBelieved = 5 * kSecond;
constexpr size_t kMostKnown = 100'000;

using Folder = std::unique_ptr<DIR, int (*)(DIR*)>;

Folder openFolder(const std::string& path) { return {opendir(path.c_str()), closedir}; }

bool isNumber(const char* name) { return name[0] >= '0' && name[0] <= '9'; }

// 0 when the link is no socket.
uint64_t socketBehind(const std::string& path) {
  constexpr std::string_view kSocket = "socket:[";
  char target[64];
  const ssize_t length = readlink(path.c_str(), target, sizeof target);
  if (length <= static_cast<ssize_t>(kSocket.size()) || memcmp(target, kSocket.data(), kSocket.size()) != 0) return 0;
  uint64_t inode = 0;
  std::from_chars(target + kSocket.size(), target + length, inode);
  return inode;
}

std::string commandOf(int pid) {
  std::string command = readTextFile("/proc/" + std::to_string(pid) + "/comm").value_or("");
  while (command.ends_with('\n')) command.pop_back();
  return command;
}

std::string descriptorPath(int pid, int fd) { return "/proc/" + std::to_string(pid) + "/fd/" + std::to_string(fd); }

}  // namespace

const Owner* Processes::owner(uint64_t inode, int64_t now) {
  if (inode == 0) return nullptr;
  if (known_.size() > kMostKnown) known_.clear();
  const auto [at, isNew] = known_.try_emplace(inode);
  Known& known = at->second;
  if (isNew) patience_ = std::min(patience_, kFirstPatience);
  if (known.owner && now - known.checkedAt > kBelieved) {
    if (stillHeld(inode, *known.owner)) known.checkedAt = now;
    else known.owner.reset();
  }
  if (!known.owner && now - searchedAt_ >= patience_) {
    search(now);
    patience_ = known.owner ? kFirstPatience : std::clamp(2 * patience_, kFirstPatience, kLongestPatience);
  }
  return known.owner ? &*known.owner : nullptr;
}

bool Processes::stillHeld(uint64_t inode, const Owner& owner) const { return socketBehind(descriptorPath(owner.pid, owner.fd)) == inode; }

void Processes::search(int64_t now) {
  searchedAt_ = now;
  const Folder processes = openFolder("/proc");
  if (!processes) return;
  while (const dirent* process = readdir(processes.get())) {
    if (!isNumber(process->d_name)) continue;
    // Of other users' processes nothing is shown without a privilege.
    const Folder descriptors = openFolder(std::string{"/proc/"} + process->d_name + "/fd");
    if (!descriptors) continue;
    const int pid = atoi(process->d_name);
    while (const dirent* descriptor = readdir(descriptors.get())) {
      if (!isNumber(descriptor->d_name)) continue;
      const int fd = atoi(descriptor->d_name);
      const auto known = known_.find(socketBehind(descriptorPath(pid, fd)));
      if (known == known_.end() || known->second.owner) continue;
      known->second = {Owner{pid, fd, commandOf(pid)}, now};
    }
  }
}

}  // namespace stallscope
