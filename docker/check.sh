#!/usr/bin/env bash
# Builds the image, trains through compose, kills a worker's container in the middle, and compares with local mode:
#   docker/check.sh          after `mvn -DskipTests package`
# Environment: ENGINE (docker, or podman with podman-compose), BUILD_OPTIONS of `ENGINE build`,
# SPARK_IMAGE (another base image).
set -euo pipefail
cd "$(dirname "$0")/.."

engine=${ENGINE:-docker}
compose="$engine compose"
[ "$engine" != podman ] || compose=podman-compose
compose="$compose -f docker/compose.yaml"
KEEPGATE_SECRET=$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')
KEEPGATE_DATA=$(mktemp -d)
KEEPGATE_IMAGE=keepgate-check
export KEEPGATE_SECRET KEEPGATE_DATA KEEPGATE_IMAGE
log=$KEEPGATE_DATA/submit.log

say() { printf '== %s\n' "$*"; }
fail() { say "FAILED: $*"; tail -n 30 "$log" 2>/dev/null; exit 1; }
cleanup() {
  $compose down -t 2 >/dev/null 2>&1 || true
  $engine rmi "$KEEPGATE_IMAGE" >/dev/null 2>&1 || true
  rm -rf "$KEEPGATE_DATA"
}
trap cleanup EXIT
containers() { $engine ps -q --filter "label=com.docker.compose.service=$1"; }

say "build"
# shellcheck disable=SC2086 # several options
$engine build ${BUILD_OPTIONS:-} ${SPARK_IMAGE:+--build-arg "SPARK_IMAGE=$SPARK_IMAGE"} \
  -f docker/Dockerfile -t "$KEEPGATE_IMAGE" . >/dev/null

chmod 777 "$KEEPGATE_DATA" # the containers' user is another one
for n in 1 2 3 4 5 6; do
  seq 400 | sed "s/.*/line $n of a text/" > "$KEEPGATE_DATA/text$n.txt"
done
chmod 644 "$KEEPGATE_DATA"/*.txt
train=(train --task language-model --input /data --set 'pathFilter=*.txt' --no-floors --set hiddenSize=8
  --set maxIter=3 --set averagingInterval=1 --set batchSize=4 --set numWorkers=2)

say "local mode, one container"
$engine run --rm -v "$KEEPGATE_DATA:/data" -e KEEPGATE_DRIVER_MEMORY=1g "$KEEPGATE_IMAGE" \
  "${train[@]}" --model /data/local > "$log" 2>&1 || fail "local mode"

say "cluster of three containers"
(unset KEEPGATE_SECRET && $compose up -d master >"$log" 2>&1) && fail "started without a secret"
grep -q "KEEPGATE_SECRET is not set, expected a secret" "$log" || fail "no sentence about the secret"
$compose up -d master worker1 worker2 >/dev/null 2>&1
$compose run --rm -T submit "${train[@]}" --model /data/cluster > "$log" 2>&1 &
submit=$!
until grep -q '^epoch 1 ' "$log"; do
  kill -0 "$submit" 2>/dev/null || fail "the training ended before its second epoch"
  sleep 0.2
done
for service in master worker1 submit; do
  for container in $(containers "$service"); do
    # shellcheck disable=SC2016 # for the shell in the container; the list is older than the greps
    if printf '%s\n' "$KEEPGATE_SECRET" | $engine exec -i "$container" bash -c \
      'read -r secret; for file in /proc/[0-9]*/cmdline; do grep -aqsF "$secret" "$file" && echo found; done' \
      | grep -q found; then
      fail "the secret stands on a command line of $service"
    fi
  done
done
$engine kill "$(containers worker2)" >/dev/null
say "worker2 killed after the first epoch"
wait "$submit" || fail "the training did not survive"
grep -qi 'lost executor\|executor lost\|Executor .* removed' "$log" || fail "no executor was lost"
cmp "$KEEPGATE_DATA/local/model.safetensors" "$KEEPGATE_DATA/cluster/model.safetensors" || fail "other bytes"
say "the same bytes as in local mode: $(sha256sum < "$KEEPGATE_DATA/cluster/model.safetensors" | cut -c 1-16)…"
