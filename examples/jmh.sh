#!/usr/bin/env bash
# Runs the JMH benchmarks; what is given is handed to JMH:
#   examples/jmh.sh [LargeVocabulary] [-p hiddenSize=200] [-f 1] [-rf json -rff FILE] …        -l lists them, -h helps
set -euo pipefail

. "$(dirname "$0")/measuring.sh"
classes=$target/jmh-classes
if [ ! -d "$classes" ] || [ "$target/benchmark.classpath" -nt "$classes" ]; then
  rm -rf "$classes" "$classes.part"
  mkdir -p "$classes.part"
  "${java}javac" -nowarn --release 17 -cp "$classpath" -processorpath "$classpath" -d "$classes.part" \
    "$root"/examples/src/test/java/org/keepgate/examples/benchmark/*Benchmark.java # JMH writes loops around them
  mv "$classes.part" "$classes"
  touch "$classes"
fi
exec "${java}java" -cp "$classes:$classpath" org.openjdk.jmh.Main "$@"
