#include "procAssociations.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <string>

#include "textFile.h"

namespace stallscope {
namespace {

constexpr size_t kMostLines = 100'000;

std::vector<std::string_view> words(std::string_view line) {
  std::vector<std::string_view> found;
  for (size_t at = 0; at < line.size();) {
    const size_t start = line.find_first_not_of(" \t", at);
    if (start == std::string_view::npos) break;
    const size_t end = std::min(line.find_first_of(" \t", start), line.size());
    found.push_back(line.substr(start, end - start));
    at = end;
  }
  return found;
}

Figure number(std::string_view word) {
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
  return value;
}

// The kernel marks the primary address with an asterisk and writes all eight parts of IPv6.
std::string address(std::string_view word) {
  if (word.starts_with('*')) word.remove_prefix(1);
  const std::string text{word};
  in6_addr six{};
  char found[INET6_ADDRSTRLEN];
  if (inet_pton(AF_INET6, text.c_str(), &six) != 1) return text;
  // The wire has IPv4 there.
  if (IN6_IS_ADDR_V4MAPPED(&six)) inet_ntop(AF_INET, &six.s6_addr[12], found, sizeof found);
  else inet_ntop(AF_INET6, &six, found, sizeof found);
  return found;
}

}  // namespace

std::vector<AssociationState> readProcAssociations(std::string_view text) {
  std::vector<AssociationState> found;
  std::vector<std::string_view> names;
  for (size_t lines = 0; !text.empty() && lines < kMostLines; lines++) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::vector<std::string_view> line = words(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (names.empty()) {
      names = line;
      continue;
    }
    // The columns between the two lists of addresses and behind them are counted from the arrow and from the end.
    const auto arrow = std::find(line.begin(), line.end(), "<->");
    const auto before = std::find(names.begin(), names.end(), "LADDRS");
    const size_t leading = static_cast<size_t>(before - names.begin());
    const auto after = std::find(names.begin(), names.end(), "RADDRS");
    if (arrow == line.end() || before == names.end() || after == names.end() || line.size() < names.size() || arrow - line.begin() <= static_cast<long>(leading)) continue;
    const size_t trailing = static_cast<size_t>(names.end() - after) - 1;
    const auto column = [&](std::string_view name) -> std::string_view {
      const auto at = std::find(names.begin(), names.end(), name);
      if (at == names.end()) return {};
      return at < before ? line[static_cast<size_t>(at - names.begin())] : line[line.size() - static_cast<size_t>(names.end() - at)];
    };
    AssociationState association;
    for (auto each = line.begin() + static_cast<long>(leading); each < arrow; each++) association.locals.push_back(address(*each));
    const auto lastPeer = line.end() - static_cast<long>(trailing);
    for (auto each = arrow + 1; each < lastPeer; each++) association.peers.push_back(address(*each));
    const Figure localPort = number(column("LPORT"));
    const Figure peerPort = number(column("RPORT"));
    if (!localPort || !peerPort || association.peers.empty() || association.locals.empty()) continue;
    association.localPort = static_cast<uint16_t>(*localPort);
    association.peerPort = static_cast<uint16_t>(*peerPort);
    association.state = associationStateName(static_cast<unsigned>(number(column("ST")).value_or(99)));
    association.inode = number(column("INODE")).value_or(0);
    association.uid = static_cast<uint32_t>(number(column("UID")).value_or(0));
    association.wmem = number(column("wmemq"));
    association.sndbuf = number(column("sndbuf"));
    association.retransmitted = number(column("RTXC"));
    found.push_back(std::move(association));
  }
  return found;
}

std::optional<std::vector<AssociationState>> listProcAssociations() {
  const std::optional<std::string> text = readTextFile("/proc/net/sctp/assocs");
  if (!text) return std::nullopt;
  return readProcAssociations(*text);
}

}  // namespace stallscope
