# Runs every scenario; each leaves a folder in /out.
cd /guest; . ./lib.sh
uname -r > /out/kernel.txt
PACKETS='ip netns exec cli tcpdump -Z root -i any -U -w - sctp'

begin reader-stops
cables 1; serve $SERVER 65536
live --from "$PACKETS"
send $CLIENT $SERVER 400 700 7 65536
sleep 2; stall $SRV 4; wait $CLI
no_live; no_server; no_cables
