# Nothing comes through any more, and the association is given up.
serve 65536
trace
live --from "$PACKETS" --from "$STATES" --follow $OUT/refused.strace
client 300 700 20 65536
sleep 2; impair loss 100%; wait $CLI
