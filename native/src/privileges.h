// What this process may do, and why not. capabilities(7), prctl(2).
#pragma once

#include <string>

namespace stallscope {

// Of this program's own file and process: what decides whether a file capability can work.
struct Privileges {
  bool netRaw = false;          // CAP_NET_RAW is effective
  bool noNewPrivileges = false;  // file capabilities are ignored
  bool nosuid = false;           // the program lies on a file system mounted nosuid
  bool fileCapability = false;   // the program's file carries a capability
  bool root = false;
};

Privileges readPrivileges();

// One sentence and what to do, for a packet socket that was refused.
std::string whyNoPackets(const Privileges& privileges);

// Gives up every capability for good. False when some remain.
bool dropPrivileges();

}  // namespace stallscope
