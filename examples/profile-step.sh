#!/usr/bin/env bash
# Shows where the time of a training step goes, one thread, as a table in Markdown:
#   examples/profile-step.sh SHAPE…            SHAPE: S M Lg XL TS
# Environment: WARM_S, SECONDS, JAVA_HOME, JAVA_X (more options of the JVM).
set -euo pipefail

if [ $# -lt 1 ]; then
  sed -n '2,4s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
. "$(dirname "$0")/measuring.sh"
for shape in "$@"; do
  "${java}java" -Xmx2g -XX:+UseSerialGC ${JAVA_X:-} -cp "$classpath" org.keepgate.examples.benchmark.StepProfile "$shape"
done
