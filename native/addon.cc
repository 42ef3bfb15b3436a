// The core for Node.js, in-process: what needs no privilege and cannot block for long. The only file that knows JavaScript values.
// Node-API 8, which Node.js and Electron keep stable.
#include <napi.h>

#include "src/clock.h"
#include "src/interfaces.h"
#include "src/privileges.h"
#include "src/stateLog.h"

// libstdc++ asks a C library of 2.32 or newer whether one thread is all there is, and would need it for that alone: there are always more.
extern "C" __attribute__((visibility("hidden"))) char __libc_single_threaded;
char __libc_single_threaded = 0;

namespace {

using namespace stallscope;

// Seconds and nanoseconds as text keep every digit, which a number would not.
Napi::Value clocks(const Napi::CallbackInfo& call) {
  const ClockPair pair = readClockPair();
  Napi::Object found = Napi::Object::New(call.Env());
  found.Set("realtime", secondsText(pair.realtime));
  found.Set("monotonic", secondsText(pair.monotonic));
  found.Set("bracket", static_cast<double>(pair.bracket));
  return found;
}

Napi::Value interfaces(const Napi::CallbackInfo& call) {
  Napi::Array found = Napi::Array::New(call.Env());
  for (const Interface& each : listInterfaces()) {
    Napi::Object interface = Napi::Object::New(call.Env());
    interface.Set("index", each.index);
    interface.Set("name", each.name);
    interface.Set("mtu", each.mtu);
    interface.Set("up", each.up);
    interface.Set("loopback", each.loopback);
    Napi::Array addresses = Napi::Array::New(call.Env());
    for (const std::string& address : each.addresses) addresses.Set(addresses.Length(), address);
    interface.Set("addresses", addresses);
    found.Set(found.Length(), interface);
  }
  return found;
}

// Lines of the state log, so that there is one format and one reader of it; "" where the kernel has no SCTP.
Napi::Value states(const Napi::CallbackInfo& call) {
  StatePoll& poll = *call.Env().GetInstanceData<StatePoll>();
  const Snapshot snapshot = poll.take();
  poll.findOwners(snapshot);
  std::string lines;
  for (const AssociationState& association : snapshot.associations) {
    lines += stateLine(snapshot.time, snapshot.bracket, stateMembers(association, poll.owner(association.inode)));
  }
  Napi::Object found = Napi::Object::New(call.Env());
  found.Set("source", snapshot.source == StateSource::sockDiag ? "sock_diag" : snapshot.source == StateSource::proc ? "/proc/net/sctp/assocs" : "none");
  found.Set("lines", lines);
  return found;
}

Napi::Value mayCapture(const Napi::CallbackInfo& call) { return Napi::Boolean::New(call.Env(), readPrivileges().netRaw); }

Napi::Object start(Napi::Env env, Napi::Object exports) {
  env.SetInstanceData(new StatePoll);
  exports.Set("version", STALLSCOPE_VERSION);
  exports.Set("clocks", Napi::Function::New(env, clocks));
  exports.Set("interfaces", Napi::Function::New(env, interfaces));
  exports.Set("states", Napi::Function::New(env, states));
  exports.Set("mayCapture", Napi::Function::New(env, mayCapture));
  return exports;
}

}  // namespace

NODE_API_MODULE(stallscope, start)
