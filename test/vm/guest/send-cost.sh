# Instructions in an accepted send with each way to see refused ones, in a guest whose clock counts them. Packets are held in the bridge, so that
# what the receiver does with them is not counted. Not among the scenarios of every run.
OTHER=10.0.0.3
ip -n srv addr add $OTHER/24 dev s0
measure() { # NAME; at-once: the window is open, the call carries the packet to the driver; queued: it is closed, the message waits
  impair delay 5ms
  ip netns exec cli client $CLIENT $OTHER 200 700 3 1000000 >$OUT/one.txt; echo "$1 at-once $(cat $OUT/one.txt)" | tee -a $OUT/costs.txt /dev/console
  impair delay 100ms
  ip netns exec cli client $CLIENT $OTHER 1500 700 1 4000000 >$OUT/one.txt; echo "$1 queued $(cat $OUT/one.txt)" | tee -a $OUT/costs.txt /dev/console
}
stop_tracing() { kill -TERM $TRACE; wait $TRACE; TRACE=; }
sysctl -q -w net.core.wmem_max=8000000
ip netns exec srv server $OTHER 1000000 2>$OUT/other.log & SRV2=$!
until_true 20 is_serving
for round in 1 2 3; do
  measure nothing
  trace --source fexit; measure fexit
  # Another socket was refused and is still open: accepted sends are looked at.
  serve 20000
  client 1000 700 600 20000 sendmsg again
  sleep 1; kill -STOP $SRV; sleep 2; kill -STOP $CLI
  measure fexit-watching
  kill -KILL $CLI $SRV; wait $CLI $SRV 2>/dev/null
  stop_tracing
  trace --source sys_exit; measure sys_exit; stop_tracing
done
RUN='strace -f -o /dev/null -e trace=sendmsg'
ip netns exec cli $RUN client $CLIENT $OTHER 200 700 3 1000000 >$OUT/one.txt; echo "strace at-once $(cat $OUT/one.txt)" | tee -a $OUT/costs.txt /dev/console
kill -KILL $SRV2; wait $SRV2 2>/dev/null
sleep 1 & LIVE=$!
