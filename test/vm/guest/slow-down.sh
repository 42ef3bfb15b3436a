# What each way to see refused sends costs the sender, against nothing and against strace: accepted sends, then a loop of refused ones.
# Not among the scenarios of every run.
SYSCALLS=trace=sendmsg
measure() { # NAME ACCEPTED|REFUSED, the client runs under "$RUN"
  serve 65536
  if [ $2 = accepted ]; then ip netns exec cli $RUN client $CLIENT $SERVER 1500 300 3 262144 >$OUT/one.txt
  else
    ip netns exec cli $RUN client $CLIENT $SERVER 1000 700 4 65536 sendmsg spin >$OUT/one.txt & CLI=$!
    sleep 1; kill -STOP $SRV; wait $CLI; kill -CONT $SRV
  fi
  echo "$1 $2 $(cat $OUT/one.txt)" | tee -a $OUT/costs.txt /dev/console
  kill -KILL $SRV; wait $SRV 2>/dev/null
}
for round in 1 2; do
  RUN=; measure nothing accepted; measure nothing refused
  for source in fexit sys_exit; do
    trace --source $source
    measure $source accepted; measure $source refused
    kill -TERM $TRACE; wait $TRACE; TRACE=
  done
  RUN="strace -f -o /dev/null -e $SYSCALLS"; measure strace accepted; measure strace refused
done
sleep 1 & LIVE=$!
