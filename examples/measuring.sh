# Sourced by the scripts that measure: builds Keepgate unless what is built is newer than its sources, and sets
#   root       folder of the project
#   target     folder for what is built for measuring
#   java       how the JVM's programs begin: empty, or the folder of those of JAVA_HOME
#   classpath  Keepgate, its benchmarks and all they need
root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
target=$root/examples/target
java=${JAVA_HOME:+$JAVA_HOME/bin/}

newer_sources() { find "$root"/{core,spark-job,examples}/src "$root"/pom.xml "$root"/*/pom.xml -newer "$1" -type f -print -quit; }

if [ ! -s "$target/benchmark.classpath" ] || [ -n "$(newer_sources "$target/benchmark.classpath")" ]; then
  echo "building Keepgate …" >&2
  (cd "$root" && mvn -B -q -DskipTests -pl examples -am test-compile \
    org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath \
    -Dmdep.includeScope=test -Dmdep.outputFile="$target/benchmark.classpath.part") >&2
  mv "$target/benchmark.classpath.part" "$target/benchmark.classpath"
fi
classpath=$target/test-classes:$target/classes:$(cat "$target/benchmark.classpath")
