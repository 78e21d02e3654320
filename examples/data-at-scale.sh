#!/usr/bin/env bash
# Trains on tables that are long, uneven, or larger than memory; what each station takes, and whether the bits are the same:
#   examples/data-at-scale.sh short      ten million short sequences, two workers, all in one JVM
#   examples/data-at-scale.sh skew       one sequence of a million steps among a hundred thousand short ones
#   examples/data-at-scale.sh larger     a share of 1.5 GB, with a heap of 700 MB and with one that holds it
# Linux only. Environment: JAVA_HOME, HEAP (of short: 4g), FOLDER (for tables and Spark's files; deleted when not given).
set -euo pipefail

if [ $# -ne 1 ]; then
  sed -n '2,6s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
. "$(dirname "$0")/measuring.sh"
scratch=${FOLDER:-$(mktemp -d)}
[ -n "${FOLDER:-}" ] || trap 'rm -rf "$scratch"' EXIT
mkdir -p "$scratch/local"
opens=()
for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util java.util.concurrent \
  java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar; do
  opens+=(--add-opens "java.base/$package=ALL-UNNAMED")
done

# Spark's reader of Parquet holds as many rows at once as its batch size says: 4096 long sequences would not fit.
# run HEAP MASTER ROWS STEPS FEATURES GIANT [SETTING=VALUE …]
run() {
  local heap=$1 master=$2
  shift 2
  "${java}java" -Xmx"$heap" "${opens[@]}" -Dspark.sql.parquet.columnarReaderBatchSize=64 -Dspark.master="$master" -Dspark.local.dir="$scratch/local" \
    -Dspark.driver.host=127.0.0.1 -Dspark.driver.bindAddress=127.0.0.1 -cp "$classpath" \
    org.keepgate.examples.benchmark.DataAtScale "$scratch/tables" "$@"
}

case $1 in
short)
  run "${HEAP:-4g}" 'local[2]' 10000000 12 1 0 hiddenSize=8 numWorkers=2 batchSize=1024 validationFraction=0.01 \
    averagingInterval=500 maxRounds=4 validationInterval=4
  ;;
skew)
  for workers in 2 3 8; do
    run 2g 'local[2]' 100000 28 1 1000000 hiddenSize=8 numWorkers=$workers batchSize=64 segmentLength=64 \
      validationFraction=0 averagingInterval=100 maxRounds=2
    echo
  done
  ;;
larger)
  for heap in 700m 4g; do
    run "$heap" 'local[1]' 40000 150 64 0 hiddenSize=16 numWorkers=1 batchSize=64 validationFraction=0 maxIter=2
    echo
  done
  ;;
*)
  echo "data-at-scale.sh: expected short, skew or larger; got $1" >&2
  exit 2
  ;;
esac
