#include "options.h"

namespace stallscope {
namespace {

constexpr size_t kMostListed = 64;
constexpr uint16_t kEncapsulationPort = 9899;  // RFC 6951
constexpr uint64_t kLeastSnapLength = 64;
constexpr uint64_t kMostSnapLength = 65535;
constexpr uint64_t kMostBytes = uint64_t{1} << 32;

void notTooMany(const std::string& name, size_t count) {
  if (count > kMostListed) throw UsageError(name + " can be given " + std::to_string(kMostListed) + " times");
}

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

Options readOptions(Words words) {
  Options options;
  bool udpPortsGiven = false;
  while (words.more()) {
    const std::string name = words.option();
    if (name == "--interface") {
      options.interface = words.value();
      if (options.interface.empty()) throw UsageError("--interface takes a name, or any");
    } else if (name == "--port") {
      options.filter.ports.push_back(static_cast<uint16_t>(words.number(1, 65535)));
      notTooMany(name, options.filter.ports.size());
    } else if (name == "--address") {
      const std::string address = words.value();
      if (!options.filter.addAddress(address)) throw UsageError("--address takes an IPv4 or IPv6 address, not \"" + address + "\"");
      notTooMany(name, options.filter.addresses4.size() + options.filter.addresses6.size());
    } else if (name == "--udp-port") {
      const auto port = static_cast<uint16_t>(words.number(0, 65535));
      udpPortsGiven = true;
      if (port != 0) options.filter.udpPorts.push_back(port);
      notTooMany(name, options.filter.udpPorts.size());
    } else if (name == "--snaplen") {
      options.filter.snapLength = static_cast<uint32_t>(words.number(kLeastSnapLength, kMostSnapLength));
    } else if (name == "--promiscuous") {
      options.promiscuous = true;
    } else if (name == "--queue-bytes") {
      options.queueBytes = words.number(1, kMostBytes);
    } else if (name == "--ring-blocks") {
      options.ring.blocks = static_cast<uint32_t>(words.number(2, 4096));
    } else if (name == "--block-bytes") {
      options.ring.blockBytes = static_cast<uint32_t>(words.number(128 * 1024, 16 * 1024 * 1024));
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
      refuseOption(name);
    }
  }
  if (!udpPortsGiven) options.filter.udpPorts.push_back(kEncapsulationPort);
  return options;
}

}  // namespace stallscope
