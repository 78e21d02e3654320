#!/usr/bin/env bash
# Trains a character language model on Spark's own Scala source with two workers, in four to five minutes on two
# cores; compares it with n-grams on files it has never seen, lets it write, and leaves a report with the learning curve.
#
#   examples/quickstart.sh [--rounds R] [--time-limit MINUTES] [option of `keepgate train` …]
#
# The same rounds give the same model file, byte for byte; a time limit does not. The last line of standard output is
# a JSON object with bitsPerSymbol and the model's place; everything else about training goes to standard error.
set -euo pipefail

rounds=90 # of 100 minibatches on each worker
extra=()
while [ $# -gt 0 ]; do
  case $1 in
    --rounds) rounds=${2:?--rounds needs a number}; shift 2 ;;
    --rounds=*) rounds=${1#*=}; shift ;;
    -h | --help) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit ;;
    *) extra+=("$1"); shift ;;
  esac
done

root=$(cd -P "$(dirname "$0")/.." && pwd)
keepgate=$root/spark-job/target/keepgate/bin/keepgate
texts=$root/examples/target/spark-source
model=$root/examples/target/quickstart-model

say() { printf '%s\n' "$*" >&2; }

if [ ! -x "$keepgate" ]; then
  say "building Keepgate …"
  (cd "$root" && mvn -B -q -DskipTests package) >&2
fi

if [ ! -d "$texts" ]; then
  say "fetching Spark's source text from Maven Central …"
  rm -rf "$texts.part"
  (cd "$root" && mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.11.0:unpack -N \
    -Dartifact=org.apache.spark:spark-core_2.13:4.1.0:jar:sources \
    -Dmdep.unpack.includes='**/*.scala' -DoutputDirectory="$texts.part") >&2
  mv "$texts.part" "$texts"
fi

json=$("$keepgate" train --task language-model --input "$texts" --model "$model" --overwrite --json \
  --set pathFilter='*.scala' --set numWorkers=2 --set hiddenSize=384 --set batchSize=16 --set segmentLength=64 \
  --set optimizer=adam --set stepSize=0.012 --set schedule=cosine --set minimumFactor=0.05 --set warmupEpochs=0.05 \
  --set clipNorm=1 --set averagingInterval=100 --set maxRounds="$rounds" --set validationInterval=10 --set seed=1 \
  ${extra[@]+"${extra[@]}"})

echo
echo "What the model writes after 'private[spark] class':"
echo
"$keepgate" generate --model "$model" --prime 'private[spark] class' --length 600 --temperature 0.7 --seed 1
echo
echo "Report with the learning curve: $model/report.html"
printf '%s\n' "${json##*$'\n'}"
