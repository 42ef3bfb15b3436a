#include "privileges.h"

#include <linux/capability.h>
#include <linux/securebits.h>
#include <sys/prctl.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace stallscope {
namespace {

constexpr const char* kSelf = "/proc/self/exe";
constexpr int kCapabilityWords = 2;

bool readCapabilities(__user_cap_data_struct (&sets)[kCapabilityWords]) {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  return syscall(SYS_capget, &header, sets) == 0;
}

}  // namespace

Privileges readPrivileges() {
  Privileges found;
  __user_cap_data_struct sets[kCapabilityWords]{};
  found.netRaw = readCapabilities(sets) && (sets[0].effective & (1u << CAP_NET_RAW)) != 0;
  found.noNewPrivileges = prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
  struct statvfs fileSystem{};
  found.nosuid = statvfs(kSelf, &fileSystem) == 0 && (fileSystem.f_flag & ST_NOSUID) != 0;
  found.fileCapability = getxattr(kSelf, "security.capability", nullptr, 0) > 0;
  found.root = geteuid() == 0;
  return found;
}

std::string whyNoPackets(const Privileges& privileges) {
  if (privileges.netRaw) return "the capability CAP_NET_RAW is there, but this user namespace does not own the network namespace";
  if (privileges.noNewPrivileges) {
    return "this session runs with \"no new privileges\" (a container, flatpak or snap), where file capabilities do not work: "
           "run the helper outside of it and read its stream";
  }
  if (privileges.nosuid) return "the helper lies on a file system mounted nosuid: install it elsewhere, as in /usr/local/libexec";
  if (privileges.root) return "this root lacks CAP_NET_RAW: give the container --cap-add NET_RAW, or run the helper on the host";
  if (privileges.fileCapability) return "the helper's capability does not take effect here: a container without CAP_NET_RAW in its bounding set";
  return "the helper lacks the capability to read packets: sudo setcap cap_net_raw+ep on a copy that root owns";
}

bool dropPrivileges() {
  // Best effort: these two need CAP_SETPCAP, and no_new_privs makes them superfluous.
  prctl(PR_SET_SECUREBITS, SECBIT_NOROOT | SECBIT_NOROOT_LOCKED, 0, 0, 0);
  prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct none[kCapabilityWords]{};
  if (syscall(SYS_capset, &header, none) != 0) return false;
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return false;
  __user_cap_data_struct left[kCapabilityWords]{};
  if (!readCapabilities(left)) return false;
  return (left[0].effective | left[0].permitted | left[1].effective | left[1].permitted) == 0;
}

}  // namespace stallscope
