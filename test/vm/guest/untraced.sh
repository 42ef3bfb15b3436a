# No tracer: what the kernel says of the send buffer is all there is.
serve 65536
live --from "$PACKETS" --from "$STATES"
client 400 700 7 65536
sleep 2; stall $SRV 4; wait $CLI
