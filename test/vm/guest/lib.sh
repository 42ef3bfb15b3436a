# Shared by the scenarios. Client and server are hosts of their own (network namespaces), with a bridge between them where packets are lost,
# so that a capture at the client sees what the client sent.
export CLIENT=10.0.0.1 SERVER=10.0.0.2
modprobe -a sctp sctp_diag veth bridge sch_netem af_packet_diag

PACKETS='ip netns exec cli stallscope-capture'
STATES='ip netns exec cli stallscope-state'

begin() { OUT=/out/$1; mkdir -p $OUT; cables; say "$1"; }
# Into the log, and to the console for who watches.
say() { echo "$(cut -d' ' -f1 /proc/uptime) s: $1" | tee /dev/console; }
cables() {
  for host in cli srv mid; do ip netns add $host; ip -n $host link set lo up; done
  ip link add c0 netns cli type veth peer name c0 netns mid
  ip link add s0 netns srv type veth peer name s0 netns mid
  ip -n mid link add bridge type bridge forward_delay 0 mcast_snooping 0
  for side in c0 s0; do ip -n mid link set $side master bridge up; done
  ip -n mid link set bridge up
  ip -n cli addr add $CLIENT/24 dev c0; ip -n srv addr add $SERVER/24 dev s0
  ip -n cli link set c0 up; ip -n srv link set s0 up
  # A lost path is noticed within seconds.
  ip netns exec cli sysctl -q -w net.sctp.rto_initial=500 net.sctp.rto_min=200 net.sctp.rto_max=1000
}
# impair NETEM-ARGUMENTS: both ways
impair() { for side in c0 s0; do tc -n mid qdisc replace dev $side root netem limit 20000 "$@"; done; }
until_true() { # SECONDS COMMAND...
  last=$(($(date +%s) + $1)); shift
  while ! "$@"; do [ $(date +%s) -lt $last ] || { say "never came true: $*"; return 1; }; sleep 0.1; done
}
serve() { ip netns exec srv server $SERVER $1 2>$OUT/server.log & SRV=$!; until_true 20 is_serving; }
is_serving() { ip netns exec srv cat /proc/net/sctp/eps | grep -q 3868; }
client() { ip netns exec cli client $CLIENT $SERVER "$@" >$OUT/client.txt 2>$OUT/client.log & CLI=$!; }
stall() { kill -STOP $1; sleep $2; kill -CONT $1; }
# live SOURCES...: returns when all of them have begun
live() {
  node /guest/stallscope.mjs live --out $OUT "$@" >$OUT/live.txt 2>$OUT/live.log & LIVE=$!
  until_true 60 is_capturing
}
is_capturing() { [ $(ip netns exec cli cat /proc/net/packet | wc -l) -gt 1 ]; }
is_tracing() { grep -q sctp_sendmsg /sys/kernel/tracing/enabled_functions; }
# trace ARGUMENTS: the tracer as somebody would start it in another terminal, into a file that live follows
trace() {
  : >$OUT/refused.strace
  stallscope-trace "$@" >$OUT/refused.strace 2>$OUT/trace.log & TRACE=$!
  until_true 60 grep -q stallscope-trace $OUT/refused.strace
}
end() {
  say 'ends'
  sleep 1
  [ -z "$TRACE" ] || { kill -TERM $TRACE; wait $TRACE; TRACE=; sleep 0.5; }
  kill -TERM $LIVE; wait $LIVE
  # Without a process `wait` would wait for all there are.
  [ -z "$SRV" ] || { kill -KILL $SRV 2>/dev/null; wait $SRV 2>/dev/null; }
  ip netns del cli; ip netns del srv; ip netns del mid; sleep 0.3
}
