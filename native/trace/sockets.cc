#include "sockets.h"

#include <dirent.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <sstream>

#include "../src/procAssociations.h"
#include "../src/processes.h"
#include "../src/textFile.h"

namespace stallscope {
namespace {

constexpr size_t kMostKnown = 20'000;

std::string processPath(uint32_t pid) { return "/proc/" + std::to_string(pid); }

// " ENDPT     SOCK   STY SST HBKT LPORT   UID INODE LADDRS"
bool isEndpoint(const std::string& text, uint64_t inode) {
  std::istringstream lines{text};
  std::string line;
  while (std::getline(lines, line)) {
    std::istringstream words{line};
    std::string word;
    for (int column = 0; column < 8; column++) words >> word;
    if (word == std::to_string(inode)) return true;
  }
  return false;
}

std::optional<SctpSocket> sctpSocket(uint32_t pid, uint64_t inode) {
  // The process may live in another network namespace.
  const std::string folder = processPath(pid) + "/net/sctp/";
  SctpSocket socket{inode, std::nullopt};
  int associations = 0;
  for (AssociationState& each : readProcAssociations(readTextFile(folder + "assocs").value_or(""))) {
    if (each.inode != inode) continue;
    if (++associations == 1) socket.association = std::move(each);
    else socket.association.reset();
  }
  if (associations > 0 || isEndpoint(readTextFile(folder + "eps").value_or(""), inode)) return socket;
  return std::nullopt;
}

}  // namespace

const SctpSocket* Sockets::behind(uint32_t pid, int fd) {
  const uint64_t inode = socketBehind(processPath(pid) + "/fd/" + std::to_string(fd));
  if (inode == 0) return nullptr;
  if (known_.size() > kMostKnown) known_.clear();
  Known& known = known_[{pid, fd}];
  if (known.inode != inode) known = {inode, sctpSocket(pid, inode)};
  return known.socket ? &*known.socket : nullptr;
}

bool Sockets::isGone(uint32_t pid, int fd) { return access((processPath(pid) + "/fd/" + std::to_string(fd)).c_str(), F_OK) != 0; }

int Sockets::descriptorOf(uint32_t pid, uint64_t inode) {
  const auto found = descriptors_.find({pid, inode});
  const std::string folder = processPath(pid) + "/fd/";
  if (found != descriptors_.end() && socketBehind(folder + std::to_string(found->second)) == inode) return found->second;
  if (descriptors_.size() > kMostKnown) descriptors_.clear();
  const std::unique_ptr<DIR, int (*)(DIR*)> descriptors{opendir(folder.c_str()), closedir};
  while (const dirent* each = descriptors ? readdir(descriptors.get()) : nullptr) {
    if (socketBehind(folder + each->d_name) != inode) continue;
    return descriptors_[{pid, inode}] = atoi(each->d_name);
  }
  return -1;
}

}  // namespace stallscope
