# A long path that loses packets, and a peer with room: the congestion window is what is full.
impair delay 20ms loss 6%
serve 2097152
trace --states $OUT/refused.states
live --from "$PACKETS" --from "$STATES" --follow $OUT/refused.strace --follow $OUT/refused.states
client 500 900 8 65536
wait $CLI
