// The network interfaces of this network namespace. netdevice(7), getifaddrs(3).
#pragma once

#include <string>
#include <vector>

namespace stallscope {

struct Interface {
  int index = 0;
  std::string name;
  int mtu = 0;  // 0 when unknown
  bool up = false;
  bool loopback = false;
  std::vector<std::string> addresses;
};

std::vector<Interface> listInterfaces();

// 0 when there is none of that name.
int interfaceIndex(const std::string& name);
// "" when there is none of that index (any more).
std::string interfaceName(int index);
int interfaceMtu(const std::string& name);
bool interfaceIsUp(const std::string& name);

}  // namespace stallscope
