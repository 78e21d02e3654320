#!/usr/bin/env bash
# Runs the experiments of the papers on memory blocks again and writes a table, paper beside ours.
#
#   examples/paper-experiments.sh [--list] [--only NAME,NAME …] [--seeds 5] [--minutes 8] [--sequences N]
#                                 [--threads 2] [--out FILE.md]
#
# The table is printed, and written to examples/target/paper-experiments.md unless --out says otherwise.
# --minutes (of the processor) and --sequences bound one trial; one that ends without success is not solved.
set -euo pipefail

root=$(cd -P "$(dirname "$0")/.." && pwd)
if [ ! -d "$root/examples/target/classes/org/keepgate/examples/paper" ]; then
  echo "building Keepgate …" >&2
  (cd "$root" && mvn -B -q -DskipTests -pl examples -am package) >&2
fi
exec java -cp "$root/examples/target/classes:$root/core/target/classes" \
  org.keepgate.examples.paper.PaperExperiments --out "$root/examples/target/paper-experiments.md" "$@"
