#!/usr/bin/env bash
# Measures what rounds of training take of the memory of driver and executor, a table row a round:
#   examples/measure-memory.sh HIDDEN LAYERS WORKERS ROUNDS OPTIMIZER_STATE
#   DRIVER_MEMORY=4g EXECUTOR_MEMORY=4g examples/measure-memory.sh 1920 4 8 3 reset      103 million parameters
#   examples/measure-memory.sh 608 4 4 50 average                                        10 million, fifty rounds
# The executor is a process of its own, with one core; Linux only.
# Environment: DRIVER_MEMORY (2g), EXECUTOR_MEMORY (1g), JAVA_HOME, JAVA_X (more options of the driver's JVM, such as
# -Dspark.keepgate.reduction=driver).
set -euo pipefail

if [ $# -ne 5 ]; then
  sed -n '2,8s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
. "$(dirname "$0")/measuring.sh"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$scratch/home/jars" "$scratch/local" # local-cluster looks for Spark's home; it may be empty
export SPARK_HOME=$scratch/home SPARK_LOCAL_DIRS=$scratch/local SPARK_SCALA_VERSION=2.13 SPARK_LOCAL_IP=127.0.0.1
opens=()
for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util java.util.concurrent \
  java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar; do
  opens+=(--add-opens "java.base/$package=ALL-UNNAMED")
done
cd "$scratch" # where local-cluster writes its folders
"${java}java" -Xmx"${DRIVER_MEMORY:-2g}" ${JAVA_X:-} "${opens[@]}" -cp "$classpath" \
  org.keepgate.examples.benchmark.MemoryBenchmark "$@"
