#!/usr/bin/env bash
# Kills trainings by signal 9 at twenty events that a seed draws, resumes each, and prints whether its
# bytes are those of the undisturbed training, as a table; exit code 0 if all are:
#   examples/kill-and-resume.sh [SEED]
set -euo pipefail

seed=${1:-1}
root=$(cd -P "$(dirname "$0")/.." && pwd)
classpath=$root/spark-job/target/test.classpath
if [ ! -s "$classpath" ] || [ ! -d "$root/spark-job/target/test-classes" ]; then
  echo "building Keepgate …" >&2
  (cd "$root" && mvn -B -q -DskipTests -pl spark-job -am test-compile \
    org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath \
    -Dmdep.includeScope=test -Dmdep.outputFile="$classpath.part") >&2
  mv "$classpath.part" "$classpath"
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
opens=()
for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util java.util.concurrent \
  java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar; do
  opens+=("--add-opens=java.base/$package=ALL-UNNAMED")
done
SPARK_LOCAL_IP=127.0.0.1 "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx1g -XX:+UseSerialGC "${opens[@]}" \
  -cp "$root/spark-job/target/test-classes:$root/spark-job/target/classes:$(cat "$classpath")" \
  org.keepgate.spark.job.KillAndResume "$seed" "$folder"
