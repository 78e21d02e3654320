#!/usr/bin/env bash
# Measures Keepgate and other libraries in turns, and prints the ratio of each to the best of the others:
#   PEERS="DIR/run.sh DIR/run.sh …" examples/compare-speed.sh SHAPE THREADS [ROUNDS]
# Each of PEERS takes SHAPE THREADS and prints one line, peer=… tokens_per_s=…, as examples/benchmark.sh does.
# Environment: WARM_S, WINDOWS, MAX_S. All lines, then the ratios (median, least and most of the rounds) go to standard output.
set -euo pipefail

if [ $# -lt 2 ] || [ -z "${PEERS:-}" ]; then
  sed -n '2,5s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
here=$(cd -P "$(dirname "$0")" && pwd)
export WARM_S=${WARM_S:-4} WINDOWS=${WINDOWS:-3} WINDOW_S=${WINDOW_S:-1.5} MAX_S=${MAX_S:-6}
lines=$(mktemp)
trap 'rm -f "$lines"' EXIT
for ((round = 1; round <= ${3:-3}; round++)); do
  for program in $PEERS "$here/benchmark.sh"; do
    "$program" "$1" "$2" 2>/dev/null | grep '^peer=' | sed "s/^/round=$round /" | tee -a "$lines"
  done
done
awk '
  {
    for (i = 1; i <= NF; i++) { split($i, pair, "="); value[pair[1]] = pair[2] }
    speed[value["round"], value["peer"]] = value["tokens_per_s"]
    if (value["peer"] != "keepgate" && value["tokens_per_s"] > best[value["round"]]) best[value["round"]] = value["tokens_per_s"]
    peers[value["peer"]]; if (value["round"] > rounds) rounds = value["round"]
  }
  END {
    for (peer in peers) {
      n = 0
      for (r = 1; r <= rounds; r++) if (best[r] > 0) ratio[++n] = speed[r, peer] / best[r]
      for (i = 2; i <= n; i++) for (j = i; j > 1 && ratio[j] < ratio[j-1]; j--) { t = ratio[j]; ratio[j] = ratio[j-1]; ratio[j-1] = t }
      median = n % 2 ? ratio[(n + 1) / 2] : (ratio[n / 2] + ratio[n / 2 + 1]) / 2
      printf "%s: %.2f of the best other [%.2f %.2f]\n", peer, median, ratio[1], ratio[n]
    }
  }' "$lines"
