#!/usr/bin/env bash
# Classifies handwritten digits read row by row, eight steps of eight pixels; the test digits are other writers'. Prints
# the floors (most frequent class, nearest neighbour) beside the model.
#
#   examples/classify-digits.sh [option of `keepgate train` …]
set -euo pipefail

root=$(cd -P "$(dirname "$0")/.." && pwd)
keepgate=$root/spark-job/target/keepgate/bin/keepgate
[ -x "$keepgate" ] || (cd "$root" && mvn -B -q -DskipTests package) >&2

"$keepgate" train --task classify --input "$root/examples/data/optical-digits.csv.gz" \
  --model "$root/examples/target/digits-model" --overwrite \
  --set label=label --set splitColumn=split --set steps=8 --set hiddenSize=128 --set inputNoise=0.8 \
  --set schedule=cosine --set stepSize=0.003 --set maxIter=120 --set averagingInterval=5 --set numWorkers=2 "$@"
