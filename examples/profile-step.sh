#!/usr/bin/env bash
# Shows where the time of a training step goes, one thread, as a table in Markdown:
#   examples/profile-step.sh SHAPE…            SHAPE: S M Lg XL TS
# Environment: WARM_S, SECONDS, JAVA_HOME, JAVA_X (more options of the JVM).
set -euo pipefail

if [ $# -lt 1 ]; then
  sed -n '2,4s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
root=$(cd -P "$(dirname "$0")/.." && pwd)
classpath=$root/examples/target/benchmark.classpath
if [ ! -s "$classpath" ]; then
  echo "building Keepgate …" >&2
  (cd "$root" && mvn -B -q -DskipTests -pl examples -am test-compile \
    org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath \
    -Dmdep.includeScope=test -Dmdep.outputFile="$classpath.part") >&2
  mv "$classpath.part" "$classpath"
fi
for shape in "$@"; do
  "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx2g -XX:+UseSerialGC ${JAVA_X:-} \
    -cp "$root/examples/target/classes:$(cat "$classpath")" org.keepgate.examples.benchmark.StepProfile "$shape"
done
