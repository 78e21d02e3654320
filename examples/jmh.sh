#!/usr/bin/env bash
# Runs the JMH benchmarks; what is given is handed to JMH:
#   examples/jmh.sh [LargeVocabulary] [-p hiddenSize=200] [-f 1] [-rf json -rff FILE] …        -l lists them, -h helps
set -euo pipefail

root=$(cd -P "$(dirname "$0")/.." && pwd)
target=$root/examples/target
classpath=$target/benchmark.classpath
if [ ! -s "$classpath" ] || [ ! -d "$target/test-classes/org/keepgate/examples/benchmark" ]; then
  echo "building Keepgate …" >&2
  (cd "$root" && mvn -B -q -DskipTests -pl examples -am test-compile \
    org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath \
    -Dmdep.includeScope=test -Dmdep.outputFile="$classpath.part") >&2
  mv "$classpath.part" "$classpath"
fi
java=${JAVA_HOME:+$JAVA_HOME/bin/}
classes=$target/jmh-classes
all=$target/test-classes:$target/classes:$(cat "$classpath")
if [ ! -d "$classes" ]; then # JMH writes the loops around the benchmarks while they are compiled
  mkdir -p "$classes.part"
  "${java}javac" -nowarn --release 17 -cp "$all" -processorpath "$all" -d "$classes.part" \
    "$root"/examples/src/test/java/org/keepgate/examples/benchmark/*Benchmark.java
  mv "$classes.part" "$classes"
fi
exec "${java}java" -cp "$classes:$all" org.openjdk.jmh.Main "$@"
