#!/usr/bin/env bash
# Compares averaging with one worker on a tenth of the files of Spark's Scala source, at equal epochs:
#   examples/averaging-quality.sh PLAN RESULTS [THREADS]
# A line of PLAN is a training, by the settings beyond the common ones (AveragingRun), for example
#   numWorkers=8 batchSize=4 averaging=plain averagingInterval=50 stepSize=0.08
# Each training that ends adds a line to RESULTS: the settings, rounds, seconds, and the bits per character of the
# held-out files after each epoch. Those that RESULTS has are not run again. Environment: JAVA_HOME.
set -euo pipefail

if [ $# -lt 2 ]; then
  sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
. "$(dirname "$0")/measuring.sh"
texts=$root/examples/target/spark-source
tenth=$root/examples/target/spark-source-tenth

if [ ! -d "$texts" ]; then
  echo "fetching Spark's source text from Maven Central …" >&2
  rm -rf "$texts.part"
  (cd "$root" && mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.11.0:unpack -N \
    -Dartifact=org.apache.spark:spark-core_2.13:4.1.0:jar:sources \
    -Dmdep.unpack.includes='**/*.scala' -DoutputDirectory="$texts.part") >&2
  mv "$texts.part" "$texts"
fi
if [ ! -d "$tenth" ]; then
  rm -rf "$tenth.part"
  mkdir -p "$tenth.part"
  (cd "$texts" && find . -name '*.scala' | LC_ALL=C sort | awk 'NR % 10 == 1' \
    | while read -r file; do mkdir -p "$tenth.part/$(dirname "$file")" && cp "$file" "$tenth.part/$file"; done)
  mv "$tenth.part" "$tenth"
fi

opens=()
for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util java.util.concurrent \
  java.util.concurrent.atomic jdk.internal.ref sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar; do
  opens+=("--add-opens=java.base/$package=ALL-UNNAMED")
done
exec "${java}java" -Xmx1500m -XX:+UseSerialGC "${opens[@]}" \
  -cp "$classpath" \
  org.keepgate.examples.averaging.AveragingQuality "$tenth" "$@"
