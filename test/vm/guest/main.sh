# Runs every scenario; each leaves a folder in /out.
cd /guest; . ./lib.sh
uname -r > /out/kernel.txt
scenarios=$(sed -n 's/.* scenarios=\([^ ]*\).*/\1/p' /proc/cmdline | tr , ' ')
for scenario in ${scenarios:-reader-stops fed each-call untraced one-to-many loss path-cut erlang}; do
  begin $scenario
  . ./$scenario.sh
  end
done
