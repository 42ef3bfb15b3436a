# One socket with two associations. One peer reads no more, and the send buffer that they share fills: sends to both are refused.
OTHER=10.0.0.3
ip -n srv addr add $OTHER/24 dev s0
ip netns exec srv server $OTHER 65536 2>$OUT/other.log & SRV2=$!
until_true 20 is_serving
serve 65536
trace --port 3868 --states $OUT/refused.states
live --from "$PACKETS" --from "$STATES" --follow $OUT/refused.strace
ip netns exec cli client $CLIENT $SERVER,$OTHER 400 700 7 65536 many again >$OUT/client.txt 2>$OUT/client.log & CLI=$!
sleep 2; stall $SRV 3; wait $CLI
kill -KILL $SRV2; wait $SRV2 2>/dev/null
