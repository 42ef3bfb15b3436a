#include "options.h"

#include <charconv>
#include <string_view>

namespace stallscope {
namespace {

constexpr size_t kMostListed = 64;
constexpr uint16_t kEncapsulationPort = 9899;  // RFC 6951
constexpr uint64_t kLeastSnapLength = 64;
constexpr uint64_t kMostSnapLength = 65535;
constexpr uint64_t kMostBytes = uint64_t{1} << 32;

uint64_t number(const std::string& name, const std::string& text, uint64_t least, uint64_t most) {
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < least || value > most) {
    throw UsageError(name + " takes a number from " + std::to_string(least) + " to " + std::to_string(most) + ", not \"" + text + "\"");
  }
  return value;
}

void notTooMany(const std::string& name, size_t count) {
  if (count > kMostListed) throw UsageError(name + " can be given " + std::to_string(kMostListed) + " times");
}

class Words {
 public:
  Words(int count, char** words) : words_(words + 1, words + count) {}
  bool more() const { return at_ < words_.size(); }
  // The next option; a value behind "=" is kept for `value`.
  std::string option() {
    std::string_view word = words_[at_++];
    attached_ = {};
    if (const size_t equals = word.find('='); word.starts_with("--") && equals != std::string_view::npos) {
      attached_ = word.substr(equals);
      word = word.substr(0, equals);
    }
    return std::string{word};
  }
  std::string value(const std::string& name) {
    if (!attached_.empty()) return std::string{attached_.substr(1)};
    if (!more()) throw UsageError(name + " lacks its value");
    return std::string{words_[at_++]};
  }

 private:
  std::vector<std::string_view> words_;
  size_t at_ = 0;
  std::string_view attached_;
};

}  // namespace

const char* const kHelp =
    "stallscope-capture: SCTP packets as pcapng on stdout, until stdin (a pipe) or the reader of stdout closes\n"
    "  --interface NAME|any   any: all of this network namespace (default)\n"
    "  --port N               only this SCTP port, of either side; may be repeated\n"
    "  --address A            only this IPv4 or IPv6 address, of either side; may be repeated\n"
    "  --udp-port N           where SCTP in UDP is expected (9899); may be repeated, 0 for nowhere\n"
    "  --snaplen N            bytes of each IP packet that are kept (65535)\n"
    "  --promiscuous          packets for other hosts too, on a mirror port\n"
    "  --queue-bytes N        memory for packets that the reader has not taken yet (64 MiB)\n"
    "  --ring-blocks N        blocks of the kernel's ring (64), each of --block-bytes (256 KiB) or 20 ms\n"
    "  --check                says whether it may capture, and what would allow it\n"
    "  --list                 the interfaces: index, name, mtu, up or down, addresses\n"
    "  --version\n";

Options readOptions(int count, char** words) {
  Options options;
  bool udpPortsGiven = false;
  Words rest{count, words};
  while (rest.more()) {
    const std::string name = rest.option();
    if (name == "--interface") {
      options.interface = rest.value(name);
      if (options.interface.empty()) throw UsageError("--interface takes a name, or any");
    } else if (name == "--port") {
      options.filter.ports.push_back(static_cast<uint16_t>(number(name, rest.value(name), 1, 65535)));
      notTooMany(name, options.filter.ports.size());
    } else if (name == "--address") {
      const std::string address = rest.value(name);
      if (!options.filter.addAddress(address)) throw UsageError("--address takes an IPv4 or IPv6 address, not \"" + address + "\"");
      notTooMany(name, options.filter.addresses4.size() + options.filter.addresses6.size());
    } else if (name == "--udp-port") {
      const auto port = static_cast<uint16_t>(number(name, rest.value(name), 0, 65535));
      udpPortsGiven = true;
      if (port != 0) options.filter.udpPorts.push_back(port);
      notTooMany(name, options.filter.udpPorts.size());
    } else if (name == "--snaplen") {
      options.filter.snapLength = static_cast<uint32_t>(number(name, rest.value(name), kLeastSnapLength, kMostSnapLength));
    } else if (name == "--promiscuous") {
      options.promiscuous = true;
    } else if (name == "--queue-bytes") {
      options.queueBytes = number(name, rest.value(name), 1, kMostBytes);
    } else if (name == "--ring-blocks") {
      options.ring.blocks = static_cast<uint32_t>(number(name, rest.value(name), 2, 4096));
    } else if (name == "--block-bytes") {
      options.ring.blockBytes = static_cast<uint32_t>(number(name, rest.value(name), 128 * 1024, 16 * 1024 * 1024));
      if ((options.ring.blockBytes & (options.ring.blockBytes - 1)) != 0) throw UsageError("--block-bytes takes a power of two");
    } else if (name == "--check") {
      options.task = Options::Task::check;
    } else if (name == "--list") {
      options.task = Options::Task::list;
    } else if (name == "--version") {
      options.task = Options::Task::version;
    } else if (name == "--help") {
      options.task = Options::Task::help;
    } else {
      throw UsageError("\"" + name + "\" is not known; --help names the options");
    }
  }
  if (!udpPortsGiven) options.filter.udpPorts.push_back(kEncapsulationPort);
  return options;
}

}  // namespace stallscope
