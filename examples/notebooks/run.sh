#!/usr/bin/env bash
# Runs the notebooks of this folder from beginning to end, without a browser, in a Java kernel that Maven fetches:
#   examples/notebooks/run.sh [--write | --kernel] [NAME.ipynb …]
# Without names it runs all. The pages go to examples/target/notebooks; with --write into the notebooks themselves. --kernel runs
# nothing: it prints how to open them in Jupyter. Needs JDK 17 or newer, Maven, and Jupyter's nbconvert and nbclient (Debian:
# jupyter-nbconvert, python3-nbclient, python3-ipykernel; to open them jupyter-notebook). Exit code 3: there is no Jupyter.
set -euo pipefail

write= only_kernel=
while [[ ${1:-} == --* ]]; do
  case $1 in
    --write) write=yes ;;
    --kernel) only_kernel=yes ;;
    *) sed -n '2,6s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
  shift
done
here=$(cd -P "$(dirname "$0")" && pwd)
nbconvert=$(PATH=/usr/bin:$PATH command -v jupyter-nbconvert) || # Debian's before another Python's
  { echo "there is no jupyter-nbconvert: apt-get install jupyter-nbconvert python3-nbclient python3-ipykernel" >&2; exit 3; }
. "$here/../measuring.sh"

# The kernel: Keepgate and Spark on its own class path, with the module flags of the tests.
pages=$target/notebooks
export JUPYTER_PATH=$pages/jupyter
kernel=$JUPYTER_PATH/kernels/keepgate
version=3.0.1
if [ ! -s "$pages/lib/rapaio-jupyter-kernel-$version.jar" ]; then
  mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy -DoutputDirectory="$pages/lib" \
    -Dartifact=io.github.padreati:rapaio-jupyter-kernel:$version >&2
fi
mkdir -p "$kernel"
options=$(sed -n '/<spark.java.options>/,/<\/spark.java.options>/p' "$root/pom.xml" | sed 's/<[^>]*>//g' | tr -s ' \n' '\n')
{
  printf '{"argv": ["%sjava", "-Xmx2g", "-Djava.awt.headless=true", "-Djava.util.logging.config.file=%s"' "$java" "$here/conf/logging.properties"
  printf ', "-Dspark.sql.warehouse.dir=%s"' "$pages/warehouse"
  for option in $options; do printf ', "%s"' "$option"; done
  printf ', "-cp", "%s", "org.rapaio.jupyter.kernel.MainApp", "{connection_file}"],\n' \
    "$here/conf:$classpath:$pages/lib/rapaio-jupyter-kernel-$version.jar"
  printf ' "display_name": "Java with Keepgate", "language": "java", "interrupt_mode": "message", "env": {"SPARK_LOCAL_IP": "127.0.0.1"}}\n'
} >"$kernel/kernel.json"
if [ -n "$only_kernel" ]; then
  echo "JUPYTER_PATH=$JUPYTER_PATH jupyter notebook --notebook-dir=$here"
  exit
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT

# Runs one notebook. The kernel now and then hangs at its start, which is tried three times; a cell that fails is not.
run() {
  for try in 1 2 3; do
    if timeout --kill-after=10 400 "$nbconvert" --to notebook --execute --ExecutePreprocessor.startup_timeout=45 \
      --ExecutePreprocessor.timeout=300 --ExecutePreprocessor.kernel_name=keepgate --output-dir="$pages" "$1" >"$log" 2>&1; then
      return
    fi
    grep -q "Kernel didn't respond\|Kernel died before replying" "$log" || break
    echo "$(basename "$1"): the kernel did not start (try $try of 3)" >&2
  done
  sed 's/\x1b\[[0-9;]*m//g' "$log" | grep -v '^ *at ' | tail -12 >&2 # without colours and Spark's stack
  return 1
}

[ $# -gt 0 ] || set -- "$here"/*.ipynb
for notebook; do
  begun=$SECONDS
  run "$notebook"
  [ -z "$write" ] || cp "$pages/$(basename "$notebook")" "$notebook"
  echo "$(basename "$notebook"): ran in $((SECONDS - begun)) s"
done
