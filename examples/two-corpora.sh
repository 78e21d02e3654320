#!/usr/bin/env bash
# Trains one network of the character experiment of Karpathy, Johnson and Fei-Fei (2015) on your own copy of its
# corpora, and prints its row of the paper's table: the test loss in nats per character.
#
#   examples/two-corpora.sh war-and-peace|linux TEXT [--cell lstm|rnn|gru] [--size 64|128|256|512] [--layers 1|2|3]
#                           [option of `keepgate train` …]
#
# TEXT is a file, or a folder of sources. The paper's options are set: rmsprop with 0.002 and 0.95, 100 sequences of
# 100 steps, 50 epochs, first weights within ±0.08. Its rate falls by 5 % an epoch from the tenth on; ours from the
# first. Dropout was chosen for each network: give
# it by --set dropout=P. The paper gives RNN and GRU as many parameters as the LSTM of the same row: choose --size.
set -euo pipefail

[ $# -ge 2 ] || { sed -n '2,11s/^# \{0,1\}//p' "$0" >&2; exit 2; }
corpus=$1 text=$2 cell=lstm size=128 layers=1
shift 2
extra=()
while [ $# -gt 0 ]; do
  case $1 in
    --cell) cell=${2:?--cell needs a name}; shift 2 ;;
    --size) size=${2:?--size needs a number}; shift 2 ;;
    --layers) layers=${2:?--layers needs a number}; shift 2 ;;
    *) extra+=("$1"); shift ;;
  esac
done

root=$(cd -P "$(dirname "$0")/.." && pwd)
keepgate=$root/spark-job/target/keepgate/bin/keepgate
parts=$root/examples/target/corpora/$corpus
model=$root/examples/target/corpora/$corpus-$cell-$size-$layers

if [ ! -x "$keepgate" ] || [ ! -d "$root/examples/target/classes" ]; then
  echo "building Keepgate …" >&2
  (cd "$root" && mvn -B -q -DskipTests package) >&2
fi
rm -rf "$parts"
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "$root/examples/target/classes" org.keepgate.examples.corpora.TwoCorpora \
  "$corpus" "$text" "$parts"

"$keepgate" train --task language-model --input "$parts/train" --valid "$parts/valid" --model "$model" --overwrite \
  --no-floors --set cell="$cell" --set hiddenSize="$size" --set numLayers="$layers" --set optimizer=rmsprop \
  --set stepSize=0.002 --set decay=0.95 --set schedule=exponential --set scheduleFactor=0.95 --set batchSize=100 \
  --set segmentLength=100 --set maxIter=50 --set clipNorm=0 --set clipValue=5 --set initialization=uniform \
  --set initialScale=0.08 --set numWorkers=1 ${extra[@]+"${extra[@]}"} >&2
json=$("$keepgate" evaluate --model "$model" --input "$parts/test" --json)
bits=$(sed -n '$s/.*"bitsPerSymbol":\([0-9.eE+-]*\).*/\1/p' <<<"$json")
awk -v corpus="$corpus" -v cell="$cell" -v size="$size" -v layers="$layers" -v bits="${bits:?no figure}" \
  'BEGIN { printf "| %s | %s | %d units | layers: %d | %.3f nats per character |\n", corpus, cell, size, layers, bits * log(2) }'
