#include "sockDiag.h"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sctp.h>
#include <linux/sock_diag.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>

#include "clock.h"

namespace stallscope {
namespace {

constexpr size_t kBufferBytes = 1 << 18;
constexpr time_t kPatienceSeconds = 2;
constexpr size_t kMostAddresses = 64;

using Bytes = std::span<const std::byte>;

// What is missing at the end of a shorter structure of an older kernel stays zero.
template <typename Structure>
Structure copyOf(Bytes bytes) {
  Structure structure{};
  memcpy(&structure, bytes.data(), std::min(bytes.size(), sizeof structure));
  return structure;
}

std::string addressText(Bytes bytes) {
  char text[INET6_ADDRSTRLEN] = "";
  const auto storage = copyOf<sockaddr_storage>(bytes);
  if (storage.ss_family == AF_INET) {
    const auto address = copyOf<sockaddr_in>(bytes);
    inet_ntop(AF_INET, &address.sin_addr, text, sizeof text);
  } else if (storage.ss_family == AF_INET6) {
    const auto address = copyOf<sockaddr_in6>(bytes);
    // The wire has IPv4 there.
    if (IN6_IS_ADDR_V4MAPPED(&address.sin6_addr)) inet_ntop(AF_INET, &address.sin6_addr.s6_addr[12], text, sizeof text);
    else inet_ntop(AF_INET6, &address.sin6_addr, text, sizeof text);
  }
  return text;
}

std::vector<std::string> addressesOf(Bytes list) {
  std::vector<std::string> texts;
  for (size_t at = 0; at + sizeof(sockaddr_storage) <= list.size() && texts.size() < kMostAddresses; at += sizeof(sockaddr_storage)) {
    std::string text = addressText(list.subspan(at, sizeof(sockaddr_storage)));
    if (!text.empty()) texts.push_back(std::move(text));
  }
  return texts;
}

void readMemory(Bytes value, AssociationState& association) {
  const auto figure = [value](size_t index) -> Figure {
    if (value.size() < (index + 1) * sizeof(uint32_t)) return std::nullopt;
    uint32_t number;
    memcpy(&number, value.data() + index * sizeof number, sizeof number);
    return number;
  };
  association.wmem = figure(SK_MEMINFO_WMEM_QUEUED);
  association.sndbuf = figure(SK_MEMINFO_SNDBUF);
}

void readInfo(Bytes value, int64_t tick, AssociationState& association) {
  if (value.size() < offsetof(sctp_info, sctpi_p_flight_size) + sizeof(uint32_t)) return;
  const auto info = copyOf<sctp_info>(value);
  association.rwnd = info.sctpi_peer_rwnd;
  association.unacked = info.sctpi_unackdata;
  association.queued = info.sctpi_outqueue;
  association.retransmitted = info.sctpi_rtxchunks;
  association.cwnd = info.sctpi_p_cwnd;
  association.ssthresh = info.sctpi_p_ssthresh;
  association.flight = info.sctpi_p_flight_size;
  association.rto = uint64_t{info.sctpi_p_rto} * 1000;
  // Alone of all it counts the kernel's ticks.
  if (tick > 0) association.srtt = uint64_t{info.sctpi_p_srtt} * static_cast<uint64_t>(tick) / 1000;
}

void readMessage(Bytes body, int64_t tick, DiagAnswer& answer) {
  if (body.size() < sizeof(inet_diag_msg)) return;
  const auto head = copyOf<inet_diag_msg>(body);
  AssociationState association;
  bool isAssociation = false;
  for (size_t at = NLMSG_ALIGN(sizeof head); at + sizeof(nlattr) <= body.size();) {
    const auto attribute = copyOf<nlattr>(body.subspan(at, sizeof(nlattr)));
    if (attribute.nla_len < sizeof attribute || attribute.nla_len > body.size() - at) break;
    const Bytes value = body.subspan(at + sizeof attribute, attribute.nla_len - sizeof attribute);
    switch (attribute.nla_type & NLA_TYPE_MASK) {
      case INET_DIAG_SKMEMINFO: readMemory(value, association); break;
      case INET_DIAG_INFO: readInfo(value, tick, association); break;
      case INET_DIAG_LOCALS: association.locals = addressesOf(value); break;
      case INET_DIAG_PEERS:
        // The socket itself is told of too, with figures of zero and no peers.
        isAssociation = true;
        association.peers = addressesOf(value);
        break;
      default: break;
    }
    at += NLMSG_ALIGN(attribute.nla_len);
  }
  if (!isAssociation || association.peers.empty() || association.locals.empty()) return;
  association.localPort = ntohs(head.id.idiag_sport);
  association.peerPort = ntohs(head.id.idiag_dport);
  association.state = associationStateName(head.idiag_state);
  association.inode = head.idiag_inode;
  association.uid = head.idiag_uid;
  answer.associations.push_back(std::move(association));
}

}  // namespace

void readDiag(Bytes messages, int64_t tick, DiagAnswer& answer) {
  while (messages.size() >= sizeof(nlmsghdr)) {
    const auto head = copyOf<nlmsghdr>(messages.first(sizeof(nlmsghdr)));
    if (head.nlmsg_len < sizeof head || head.nlmsg_len > messages.size()) return;
    const Bytes body = messages.subspan(sizeof head, head.nlmsg_len - sizeof head);
    if (head.nlmsg_type == NLMSG_DONE) {
      answer.done = true;
      if (body.size() >= sizeof(int)) answer.error = std::max(answer.error, -copyOf<int>(body.first(sizeof(int))));
    } else if (head.nlmsg_type == NLMSG_ERROR) {
      answer.done = true;
      if (body.size() >= sizeof(int)) answer.error = -copyOf<int>(body.first(sizeof(int)));
    } else if (head.nlmsg_type == SOCK_DIAG_BY_FAMILY) {
      readMessage(body, tick, answer);
    }
    messages = messages.subspan(std::min<size_t>(NLMSG_ALIGN(head.nlmsg_len), messages.size()));
  }
}

SockDiag::SockDiag() : socket_{socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG)}, tick_(kernelTick()), buffer_(kBufferBytes) {
  const timeval patience{kPatienceSeconds, 0};
  setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
}

DiagAnswer SockDiag::dump() {
  DiagAnswer answer;
  if (!socket_.valid()) {
    answer.error = EPROTONOSUPPORT;
    return answer;
  }
  for (const uint8_t family : {AF_INET, AF_INET6}) {
    dumpFamily(family, answer);
    if (answer.error != 0) return answer;
  }
  // Some kernels tell of an association once for each family.
  std::set<std::string> known;
  std::erase_if(answer.associations, [&known](const AssociationState& each) { return !known.insert(each.key()).second; });
  return answer;
}

void SockDiag::dumpFamily(uint8_t family, DiagAnswer& answer) {
  struct {
    nlmsghdr head;
    inet_diag_req_v2 question;
  } request{};
  request.head.nlmsg_len = sizeof request;
  request.head.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  request.head.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  request.head.nlmsg_seq = ++sequence_;
  request.question.sdiag_family = family;
  request.question.sdiag_protocol = IPPROTO_SCTP;
  request.question.idiag_states = ~0u;
  request.question.idiag_ext = (1 << (INET_DIAG_INFO - 1)) | (1 << (INET_DIAG_SKMEMINFO - 1));
  answer.done = false;
  if (send(socket_.get(), &request, sizeof request, 0) < 0) {
    answer.error = errno;
    return;
  }
  while (!answer.done) {
    const ssize_t length = recv(socket_.get(), buffer_.data(), buffer_.size(), 0);
    if (length < 0 && errno == EINTR) continue;
    if (length <= 0) {
      answer.error = length < 0 ? errno : ENODATA;
      return;
    }
    const Bytes messages{buffer_.data(), static_cast<size_t>(length)};
    // What is left of a dump that was given up.
    if (messages.size() >= sizeof(nlmsghdr) && copyOf<nlmsghdr>(messages.first(sizeof(nlmsghdr))).nlmsg_seq != sequence_) continue;
    readDiag(messages, tick_, answer);
  }
}

}  // namespace stallscope
