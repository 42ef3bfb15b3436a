# The same without a program in the kernel, with another system call, and an application that tries again and again.
serve 65536
trace --source sys_exit
live --from "$PACKETS" --from "$STATES" --follow $OUT/refused.strace
client 400 700 6 65536 writev again
sleep 2; stall $SRV 2; wait $CLI
