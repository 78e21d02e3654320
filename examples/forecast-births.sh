#!/usr/bin/env bash
# Forecasts births a day in the United States, one day ahead, from 28 days and the calendar; the last two years are the
# test. Prints the floors (yesterday, same day last week, autoregression) beside the model.
#
#   examples/forecast-births.sh [option of `keepgate train` …]
set -euo pipefail

root=$(cd -P "$(dirname "$0")/.." && pwd)
keepgate=$root/spark-job/target/keepgate/bin/keepgate
[ -x "$keepgate" ] || (cd "$root" && mvn -B -q -DskipTests package) >&2

"$keepgate" train --task forecast --input "$root/examples/data/us-births-2000-2014.csv" \
  --model "$root/examples/target/births-model" --overwrite \
  --set target=births --set orderBy=date --set window=28 --set calendar=weekday,month,holidays-us \
  --set testSteps=730 --set validationSteps=365 --set hiddenSize=64 --set maxIter=20 --set numWorkers=2 "$@"
