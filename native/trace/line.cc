#include "line.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <utility>
#include <vector>

#include "../src/clock.h"

namespace stallscope {
namespace {

constexpr int64_t kTickless = 1'000;

std::string addressText(const uint8_t* bytes) {
  sockaddr_storage address{};
  memcpy(&address, bytes, TRACE_ADDRESS);
  char text[INET6_ADDRSTRLEN] = "";
  if (address.ss_family == AF_INET) {
    inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text, sizeof text);
  } else if (address.ss_family == AF_INET6) {
    const in6_addr& six = reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
    // An IPv6 socket that talks IPv4 has the latter on the wire.
    if (IN6_IS_ADDR_V4MAPPED(&six)) inet_ntop(AF_INET, six.s6_addr + 12, text, sizeof text);
    else inet_ntop(AF_INET6, &six, text, sizeof text);
  }
  return text;
}

std::string endText(const std::string& address, uint16_t port) {
  return (address.find(':') == std::string::npos ? address : '[' + address + ']') + ':' + std::to_string(port);
}

std::string descriptorText(const trace_event& event) {
  const std::string number = event.fd < 0 ? "-1" : std::to_string(event.fd);
  const bool hasEnds = (event.known & TRACE_HAS_PATH) && !(event.known & TRACE_ONE_TO_MANY);
  const std::string local = hasEnds ? addressText(event.local) : "", peer = hasEnds ? addressText(event.peer) : "";
  if (!local.empty() && !peer.empty() && event.local_port != 0) {
    const char* kind = local.find(':') == std::string::npos ? "SCTP" : "SCTPv6";
    return number + '<' + kind + ":[" + endText(local, event.local_port) + "->" + endText(peer, event.peer_port) + "]>";
  }
  return number + "<SCTP:[" + std::to_string(event.inode) + "]>";
}

std::string flagsText(uint32_t flags) {
  static const std::pair<uint32_t, const char*> names[] = {
      {MSG_OOB, "MSG_OOB"}, {MSG_DONTROUTE, "MSG_DONTROUTE"}, {MSG_DONTWAIT, "MSG_DONTWAIT"}, {MSG_EOR, "MSG_EOR"}, {MSG_CONFIRM, "MSG_CONFIRM"},
      {MSG_NOSIGNAL, "MSG_NOSIGNAL"}, {MSG_MORE, "MSG_MORE"},
  };
  std::string text;
  for (const auto& [bit, name] : names) {
    if ((flags & bit) == 0) continue;
    text += (text.empty() ? "" : "|") + std::string{name};
    flags &= ~bit;
  }
  char rest[16];
  snprintf(rest, sizeof rest, "0x%x", flags);
  if (flags != 0) text += (text.empty() ? "" : "|") + std::string{rest};
  return text.empty() ? "0" : text;
}

std::string bytesText(const trace_event& event) {
  std::string text = "\"";
  char byte[8];
  for (uint32_t at = 0; at < event.head_length && at < TRACE_HEAD; at++) {
    snprintf(byte, sizeof byte, "\\x%02x", event.head[at]);
    text += byte;
  }
  return text + (event.head_length < event.length ? "\"..." : "\"");
}

std::string pointerText(uint64_t address) {
  char text[24];
  snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(address));
  return address == 0 ? "NULL" : text;
}

// {sa_family=AF_INET, sin_port=htons(3868), sin_addr=inet_addr("10.0.0.2")}
std::string nameText(const std::string& address, uint16_t port) {
  if (address.find(':') == std::string::npos) return "{sa_family=AF_INET, sin_port=htons(" + std::to_string(port) + "), sin_addr=inet_addr(\"" + address + "\")}";
  return "{sa_family=AF_INET6, sin6_port=htons(" + std::to_string(port) + "), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, \"" + address + "\", &sin6_addr), sin6_scope_id=0}";
}

// Of a socket with several associations the one that the message was for, however the caller named it; "" where that is not known or plain.
struct Destination {
  explicit Destination(const trace_event& event) {
    if ((event.known & (TRACE_HAS_PATH | TRACE_ONE_TO_MANY)) != (TRACE_HAS_PATH | TRACE_ONE_TO_MANY)) return;
    const std::string address = addressText(event.peer);
    if (address.empty() || event.peer_port == 0) return;
    name = nameText(address, event.peer_port);
    length = std::to_string(address.find(':') == std::string::npos ? sizeof(sockaddr_in) : sizeof(sockaddr_in6));
  }
  std::string inMessage() const { return name.empty() ? "" : "msg_name=" + name + ", msg_namelen=" + length + ", "; }
  std::string asArguments() const { return name.empty() ? "NULL, 0" : name + ", " + length; }

  std::string name, length;
};

// Several buffers of one message are shown as one. What is not known is left out, as strace shows a pointer that it cannot follow.
std::string sendText(const trace_event& event) {
  const std::string fd = descriptorText(event), flags = flagsText(event.flags), length = std::to_string(event.length);
  const bool hasBytes = event.head_length > 0;
  const std::string vector = "[{iov_base=" + bytesText(event) + ", iov_len=" + length + "}]";
  const std::string pointer = pointerText(event.message);
  const Destination destination{event};
  const std::string message = "{" + destination.inMessage() + "msg_iov=" + vector + ", msg_iovlen=1}";
  switch (event.call) {
    case SYS_sendto: return "sendto(" + fd + ", " + (hasBytes ? bytesText(event) : pointer) + ", " + length + ", " + flags + ", " + destination.asArguments() + ')';
    case SYS_write: return "write(" + fd + ", " + (hasBytes ? bytesText(event) : pointer) + ", " + length + ')';
    case SYS_writev: return "writev(" + fd + ", " + (hasBytes ? vector : pointer) + ", 1)";
    case SYS_sendmmsg: {
      const std::string taken = event.result >= 0 ? ", msg_len=" + length : "";
      return "sendmmsg(" + fd + ", " + (hasBytes ? "[{msg_hdr=" + message + taken + "}]" : pointer) + ", 1, " + flags + ')';
    }
    default: return "sendmsg(" + fd + ", " + (hasBytes ? message : pointer) + ", " + flags + ')';
  }
}

// Where it put what it received is of no interest: nothing came.
std::string receiveText(const trace_event& event) {
  const std::string fd = descriptorText(event), pointer = pointerText(event.message), length = std::to_string(event.length), flags = flagsText(event.flags);
  switch (event.call) {
    case SYS_recvfrom: return "recvfrom(" + fd + ", " + pointer + ", " + length + ", " + flags + ", NULL, NULL)";
    case SYS_read: return "read(" + fd + ", " + pointer + ", " + length + ')';
    default: return "recvmsg(" + fd + ", " + pointer + ", " + flags + ')';
  }
}

std::string resultText(const trace_event& event) {
  if (event.result >= 0) return std::to_string(event.kind == TRACE_SEND && event.call == SYS_sendmmsg ? 1 : event.result);
  const char* name = strerrorname_np(-event.result);
  return std::string{"-1 "} + (name ? name : "EUNKNOWN") + " (" + strerror(-event.result) + ')';
}

std::string commandText(const trace_event& event) {
  std::string text;
  for (const char each : event.command) {
    if (each == 0) break;
    const bool plain = each > ' ' && each < 127 && each != '<' && each != '>' && each != '[' && each != ']';
    text += plain ? each : '_';
  }
  return text;
}

}  // namespace

std::string traceLine(const trace_event& event, int64_t toRealtime) {
  static const char* const ways[] = {"SHUT_RD", "SHUT_WR", "SHUT_RDWR"};
  const int64_t end = static_cast<int64_t>(event.end), begin = event.begin == 0 ? end : static_cast<int64_t>(event.begin);
  const std::string command = commandText(event);
  std::string line = std::to_string(event.tid) + (command.empty() ? "" : '<' + command + '>') + ' ' + secondsText(begin + toRealtime) + ' ';
  if (event.kind == TRACE_CLOSE) line += "close(" + descriptorText(event) + ')';
  else if (event.kind == TRACE_SHUTDOWN) line += "shutdown(" + descriptorText(event) + ", " + ways[std::min<uint32_t>(event.flags, 2)] + ')';
  else if (event.kind == TRACE_RECEIVE) line += receiveText(event);
  else line += sendText(event);
  line += " = " + resultText(event);
  // Of the others the end alone is known.
  if (event.kind == TRACE_SEND && event.begin != 0) {
    char duration[32];
    snprintf(duration, sizeof duration, " <%lld.%06lld>", static_cast<long long>((end - begin) / 1'000'000'000), static_cast<long long>((end - begin) / kTickless % 1'000'000));
    line += duration;
  }
  return line + '\n';
}

AssociationState stateOf(const trace_event& event) {
  AssociationState state;
  if (event.known & TRACE_HAS_PATH) {
    state.locals = {addressText(event.local)};
    state.peers = {addressText(event.peer)};
    const uint64_t tick = static_cast<uint64_t>(kernelTick()) / kTickless;
    state.cwnd = event.cwnd;
    state.ssthresh = event.ssthresh;
    state.flight = event.flight;
    state.srtt = event.srtt * tick;
    state.rto = event.rto * tick;
    state.rwnd = event.rwnd;
    state.waiting = event.queued;
  }
  state.localPort = event.local_port;
  state.peerPort = event.peer_port;
  state.state = "established";
  state.inode = event.inode;
  state.uid = event.uid;
  state.wmem = event.wmem;
  state.sndbuf = event.sndbuf;
  return state;
}

void setEnds(trace_event& event, const AssociationState& association) {
  const auto set = [](uint8_t* to, const std::string& address) {
    sockaddr_in four{};
    sockaddr_in6 six{};
    if (inet_pton(AF_INET, address.c_str(), &four.sin_addr) == 1) {
      four.sin_family = AF_INET;
      memcpy(to, &four, sizeof four);
    } else if (inet_pton(AF_INET6, address.c_str(), &six.sin6_addr) == 1) {
      six.sin6_family = AF_INET6;
      memcpy(to, &six, sizeof six);
    }
  };
  if (association.locals.empty() || association.peers.empty()) return;
  set(event.local, association.locals[0]);
  set(event.peer, association.peers[0]);
  event.local_port = association.localPort;
  event.peer_port = association.peerPort;
  event.known |= TRACE_HAS_PATH;
}

}  // namespace stallscope
