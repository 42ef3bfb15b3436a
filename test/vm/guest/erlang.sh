# An Erlang node closes an association when a send is refused.
[ -f /tmp/diameter_node.beam ] || erlc -o /tmp diameter_node.erl
ip netns exec srv erl -noshell -noinput -pa /tmp -s diameter_node main -extra server $SERVER >$OUT/server.log 2>&1 & SRV=$!
until_true 60 is_serving
# The node itself, whatever started it.
is_node() { NODE=$(pgrep -o beam.smp) && SRV=$NODE; }
until_true 20 is_node
trace --states $OUT/refused.states
live --from "$PACKETS" --from "$STATES" --follow $OUT/refused.strace --follow $OUT/refused.states
ip netns exec cli erl -noshell -noinput -pa /tmp -s diameter_node main -extra client $CLIENT $SERVER 80 700 10 >$OUT/client.txt 2>$OUT/client.log & CLI=$!
until_true 60 grep -q up $OUT/client.txt
sleep 2; stall $SRV 6; wait $CLI
