#include "interfaces.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cstring>

#include "fileDescriptor.h"

namespace stallscope {
namespace {

bool ask(unsigned long question, const std::string& name, ifreq& request) {
  if (name.empty() || name.size() >= IFNAMSIZ) return false;
  const FileDescriptor socket{::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
  request = {};
  memcpy(request.ifr_name, name.data(), name.size());
  return ioctl(socket.get(), question, &request) == 0;
}

std::string addressText(const sockaddr* address) {
  char text[INET6_ADDRSTRLEN] = "";
  if (address->sa_family == AF_INET) {
    inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(address)->sin_addr, text, sizeof text);
  } else if (address->sa_family == AF_INET6) {
    inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr, text, sizeof text);
  }
  return text;
}

}  // namespace

int interfaceIndex(const std::string& name) { return static_cast<int>(if_nametoindex(name.c_str())); }

std::string interfaceName(int index) {
  char name[IFNAMSIZ] = "";
  return if_indextoname(static_cast<unsigned>(index), name) ? name : "";
}

int interfaceMtu(const std::string& name) {
  ifreq request;
  return ask(SIOCGIFMTU, name, request) ? request.ifr_mtu : 0;
}

bool interfaceIsUp(const std::string& name) {
  ifreq request;
  return ask(SIOCGIFFLAGS, name, request) && (request.ifr_flags & IFF_UP) != 0;
}

std::vector<Interface> listInterfaces() {
  std::vector<Interface> found;
  if (struct if_nameindex* names = if_nameindex()) {
    for (const struct if_nameindex* each = names; each->if_index != 0; each++) {
      Interface interface;
      interface.index = static_cast<int>(each->if_index);
      interface.name = each->if_name;
      interface.mtu = interfaceMtu(interface.name);
      ifreq request;
      if (ask(SIOCGIFFLAGS, interface.name, request)) {
        interface.up = (request.ifr_flags & IFF_UP) != 0;
        interface.loopback = (request.ifr_flags & IFF_LOOPBACK) != 0;
      }
      found.push_back(std::move(interface));
    }
    if_freenameindex(names);
  }
  if (ifaddrs* addresses = nullptr; getifaddrs(&addresses) == 0) {
    for (const ifaddrs* each = addresses; each; each = each->ifa_next) {
      if (!each->ifa_addr) continue;
      const std::string text = addressText(each->ifa_addr);
      if (text.empty()) continue;
      for (Interface& interface : found) {
        if (interface.name == each->ifa_name) interface.addresses.push_back(text);
      }
    }
    freeifaddrs(addresses);
  }
  return found;
}

}  // namespace stallscope
