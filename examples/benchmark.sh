#!/usr/bin/env bash
# Measures whole epochs of training, or predictions, and prints one line:
#   examples/benchmark.sh SHAPE WORKERS        SHAPE: S M Lg XL TS One; WORKERS: 1 = without Spark, 2 = local[2],
#                                              spark1 = local[1]; predict = forward only, One without Spark, others local[1]
# Environment: WARM_S, WINDOWS, MAX_S (seconds, runs, seconds), PRECISION=bf16 (of training), JAVA_HOME, JAVA_X (more options of the JVM).
set -euo pipefail

if [ $# -ne 2 ]; then
  sed -n '2,5s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
. "$(dirname "$0")/measuring.sh"
opens=()
for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util java.util.concurrent \
  java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar; do
  opens+=(--add-opens "java.base/$package=ALL-UNNAMED")
done
exec "${java}java" -Xmx2g -XX:+UseSerialGC ${JAVA_X:-} "${opens[@]}" -cp "$classpath" \
  org.keepgate.examples.benchmark.TrainingBenchmark "$1" "$2"
