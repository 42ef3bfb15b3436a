# The session of an ordinary user: it says what only root may start, somebody does, and it is fed.
serve 65536
chmod 755 /guest; chmod 777 $OUT
AS_NOBODY='--import data:text/javascript,process.setgid(65534);process.setuid(65534)'
node $AS_NOBODY /guest/stallscope.mjs live --netns cli --trace --out $OUT >$OUT/live.txt 2>$OUT/live.log & LIVE=$!
until_true 60 grep -q 'stallscope-trace' $OUT/live.log
sed -n 's/^  sudo //p' $OUT/live.log >$OUT/lines.txt
while read -r line; do sh -c "exec $line" </dev/null & done <$OUT/lines.txt
until_true 60 is_capturing
until_true 30 is_tracing
client 400 700 7 65536
sleep 2; stall $SRV 4; wait $CLI
