# The peer reads no more for a while: its window closes, the send buffer fills, sends are refused. All of it seen through the session's own doors.
serve 65536
live --netns cli --trace
until_true 30 is_tracing
client 400 700 7 65536
sleep 2; stall $SRV 4; wait $CLI
