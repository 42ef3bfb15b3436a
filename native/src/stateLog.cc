#include "stateLog.h"

#include <sys/utsname.h>

#include <cctype>

namespace stallscope {
namespace {

std::string endpoint(const std::vector<std::string>& addresses, uint16_t port) {
  std::string text;
  for (const std::string& address : addresses) text += (text.empty() ? "" : ",") + address;
  return text + ':' + std::to_string(port);
}

void add(std::string& members, const char* name, const Figure& figure) {
  if (figure) members += std::string{" "} + name + '=' + std::to_string(*figure);
}

}  // namespace

std::string percentEncoded(const std::string& text) {
  static const char* const digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char each : text) {
    const auto byte = static_cast<unsigned char>(each);
    if (byte < 0x80 && (isalnum(byte) || byte == '.' || byte == '-' || byte == '_' || byte == '/' || byte == ':')) encoded += each;
    else encoded += {'%', digits[byte >> 4], digits[byte & 15]};
  }
  return encoded;
}

std::string stateLogHeader() {
  utsname system{};
  uname(&system);
  return std::string{"#stallscope-states 1 kernel="} + percentEncoded(system.release) + '\n';
}

std::string stateMembers(const AssociationState& association, const Owner* owner) {
  std::string members = "local=" + endpoint(association.locals, association.localPort) + " peer=" + endpoint(association.peers, association.peerPort) +
                        " state=" + association.state + " inode=" + std::to_string(association.inode) + " uid=" + std::to_string(association.uid);
  if (owner) {
    members += " pid=" + std::to_string(owner->pid) + " fd=" + std::to_string(owner->fd);
    if (!owner->command.empty()) members += " command=" + percentEncoded(owner->command);
  }
  add(members, "rwnd", association.rwnd);
  add(members, "cwnd", association.cwnd);
  add(members, "ssthresh", association.ssthresh);
  add(members, "flight", association.flight);
  add(members, "srtt", association.srtt);
  add(members, "rto", association.rto);
  add(members, "unacked", association.unacked);
  add(members, "queued", association.queued);
  add(members, "waiting", association.waiting);
  add(members, "wmem", association.wmem);
  add(members, "sndbuf", association.sndbuf);
  add(members, "retransmitted", association.retransmitted);
  return members;
}

std::string stateLine(int64_t time, int64_t bracket, const std::string& members) {
  return "state " + secondsText(time) + ' ' + members + " bracket=" + std::to_string(bracket) + '\n';
}

std::string clockLine(const ClockPair& clocks, int64_t step) {
  return "clock " + secondsText(clocks.realtime) + " monotonic=" + secondsText(clocks.monotonic) + " bracket=" + std::to_string(clocks.bracket) +
         " step=" + std::to_string(step) + '\n';
}

std::string gapLine(int64_t from, int64_t until, const std::string& cause) {
  return "gap " + secondsText(from) + " until=" + secondsText(until) + " cause=" + percentEncoded(cause) + '\n';
}

}  // namespace stallscope
