# The peer reads no more for a while: its window closes, the send buffer fills, sends are refused.
serve 65536
live --from "$PACKETS" --from "$STATES" --from "stallscope-trace"
until_true 30 grep -q sctp_sendmsg /sys/kernel/tracing/enabled_functions
client 400 700 7 65536
sleep 2; stall $SRV 4; wait $CLI
