#include "processes.h"

#include <dirent.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <memory>

#include "clock.h"
#include "textFile.h"

namespace stallscope {
namespace {

constexpr int64_t kSecond = 1'000'000'000;
constexpr int64_t kFirstPatience = kSecond;
constexpr int64_t kLongestPatience = 30 * kSecond;
// A descriptor may be closed and its socket handed on.
constexpr int64_t kBelieved = 5 * kSecond;
constexpr size_t kMostKnown = 100'000;
// 1 % of a core.
constexpr int64_t kShare = 100;

using Folder = std::unique_ptr<DIR, int (*)(DIR*)>;

Folder openFolder(const std::string& path) { return {opendir(path.c_str()), closedir}; }

bool isNumber(const char* name) { return name[0] >= '0' && name[0] <= '9'; }

std::string commandOf(int pid) {
  std::string command = readTextFile("/proc/" + std::to_string(pid) + "/comm").value_or("");
  while (command.ends_with('\n')) command.pop_back();
  return command;
}

std::string descriptorPath(int pid, int fd) { return "/proc/" + std::to_string(pid) + "/fd/" + std::to_string(fd); }

}  // namespace

uint64_t socketBehind(const std::string& path) {
  constexpr std::string_view kSocket = "socket:[";
  char target[64];
  const ssize_t length = readlink(path.c_str(), target, sizeof target);
  if (length <= static_cast<ssize_t>(kSocket.size()) || memcmp(target, kSocket.data(), kSocket.size()) != 0) return 0;
  uint64_t inode = 0;
  std::from_chars(target + kSocket.size(), target + length, inode);
  return inode;
}

void Processes::refresh(const std::vector<uint64_t>& inodes, int64_t now) {
  if (known_.size() > kMostKnown) known_.clear();
  bool isLacking = false;
  for (const uint64_t inode : inodes) {
    if (inode == 0) continue;
    const auto [at, isNew] = known_.try_emplace(inode);
    Known& known = at->second;
    if (isNew) patience_ = std::min(patience_, kFirstPatience);
    if (known.owner && now - known.checkedAt > kBelieved) {
      if (socketBehind(descriptorPath(known.owner->pid, known.owner->fd)) == inode) known.checkedAt = now;
      else known.owner.reset();
    }
    isLacking = isLacking || !known.owner;
  }
  if (!isLacking || now - searchedAt_ < patience_) return;
  const int64_t before = threadCpuNow();
  const bool found = search(now) > 0;
  const int64_t least = std::max(kFirstPatience, kShare * (threadCpuNow() - before));
  patience_ = found ? least : std::clamp(2 * patience_, least, std::max(least, kLongestPatience));
}

const Owner* Processes::owner(uint64_t inode) const {
  const auto found = known_.find(inode);
  return found != known_.end() && found->second.owner ? &*found->second.owner : nullptr;
}

size_t Processes::search(int64_t now) {
  searchedAt_ = now;
  size_t found = 0;
  const Folder processes = openFolder("/proc");
  if (!processes) return 0;
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
      found++;
    }
  }
  return found;
}

}  // namespace stallscope
