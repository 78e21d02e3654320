#!/usr/bin/env bash
# Runs published experiments again and writes a table, paper beside ours.
#
#   examples/paper-experiments.sh [blocks]  [--list] [--only NAME,NAME …] [--seeds 5] [--minutes 8] [--sequences N]
#                                           [--threads 2] [--out FILE.md]
#   examples/paper-experiments.sh lengths   [--methods descent,clipping,omega,lstm] [--lengths 20,50,100,200] [--seeds 5]
#                                           [--minutes 0.5] [--threads 1] [--out FILE.md]
#   examples/paper-experiments.sh variants  [--rates 0.003,0.01,0.03,0.1,0.3] [--seeds 10] [--symbols 600000]
#                                           [--epochs 20] [--threads 1] [--out FILE.md]
#
# blocks: memory blocks, 1997 to 2002. lengths: temporal order by length (Pascanu, Mikolov and Bengio, 2013).
# variants: the LSTM and eight changes to it (Greff et al., 2017) on two tasks. The table is printed, and written to
# examples/target unless --out says otherwise. --minutes (of the processor), --sequences, --symbols and --epochs bound
# one trial; in the first two, one that ends without success is not solved.
set -euo pipefail

root=$(cd -P "$(dirname "$0")/.." && pwd)
case ${1-} in
  lengths) table=OrderByLengthTable; options=(--out "$root/examples/target/order-by-length.md"); shift ;;
  variants)
    table=OdysseyTable
    options=(--out "$root/examples/target/odyssey.md" --data "$root/examples/data")
    shift
    ;;
  blocks | --* | '')
    table=PaperExperiments
    options=(--out "$root/examples/target/paper-experiments.md")
    [ "${1-}" != blocks ] || shift
    ;;
  *) echo "expected blocks, lengths or variants, got $1" >&2; exit 2 ;;
esac
if [ ! -f "$root/examples/target/paper.classpath" ]; then
  echo "building Keepgate …" >&2
  (cd "$root" && mvn -B -q -pl examples -am compile dependency:build-classpath -Dmdep.outputFile=target/paper.classpath) >&2
fi
exec java -cp "$root/examples/target/classes:$root/core/target/classes:$(cat "$root/examples/target/paper.classpath")" \
  "org.keepgate.examples.paper.$table" "${options[@]}" "$@"
