# Shared by the scenarios. Client and server are hosts of their own: network namespaces with one or two cables between them.
export CLIENT=10.0.0.1 SERVER=10.0.0.2
modprobe -a sctp sctp_diag veth sch_netem af_packet_diag

# cables N
cables() {
  ip netns add cli; ip netns add srv
  ip -n cli link set lo up; ip -n srv link set lo up
  for i in $(seq 0 $(($1 - 1))); do
    ip link add c$i netns cli type veth peer name s$i netns srv
    ip -n cli addr add 10.0.$i.1/24 dev c$i; ip -n srv addr add 10.0.$i.2/24 dev s$i
    ip -n cli link set c$i up; ip -n srv link set s$i up
  done
}
no_cables() { ip netns del cli; ip netns del srv; sleep 0.3; }
# impair CABLE NETEM-ARGUMENTS: both ways
impair() {
  local i=$1; shift
  tc -n cli qdisc replace dev c$i root netem limit 20000 "$@"
  tc -n srv qdisc replace dev s$i root netem limit 20000 "$@"
}
until_true() { # SECONDS COMMAND...
  local tries=$(($1 * 10)); shift
  while ! "$@"; do tries=$((tries - 1)); [ $tries -gt 0 ] || return 1; sleep 0.1; done
}
begin() { OUT=/out/$1; mkdir -p $OUT; echo "== $1, $(cut -d' ' -f1 /proc/uptime) s"; }
serve() { ip netns exec srv server "$@" 2>$OUT/server.log & SRV=$!; until_true 5 is_serving; }
is_serving() { ip netns exec srv cat /proc/net/sctp/eps | grep -q 3868; }
send() { ip netns exec cli client "$@" >$OUT/client.txt 2>$OUT/client.log & CLI=$!; }
stall() { kill -STOP $1; sleep $2; kill -CONT $1; }
# live SOURCES...: returns when packets are being captured
live() {
  node /guest/stallscope.mjs live --out $OUT "$@" >$OUT/live.txt 2>$OUT/live.log & LIVE=$!
  until_true 30 is_capturing || echo "live has not begun"
}
is_capturing() { [ $(ip netns exec cli cat /proc/net/packet | wc -l) -gt 1 ]; }
no_live() { sleep 1; kill -INT $LIVE; wait $LIVE; }
no_server() { kill -KILL $SRV; wait $SRV 2>/dev/null; }
