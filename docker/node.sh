#!/usr/bin/env bash
# What a container of Keepgate does: `master`, `worker URL`, or a command of keepgate with its options.
#
# A cluster's secret comes by the environment (KEEPGATE_SECRET) and goes into a file of Spark's settings that only
# this user can read: it stands on no command line and, as Spark redacts it, on no page. Environment:
#   KEEPGATE_SECRET          secret that all parts of a cluster share; without one only local mode works
#   KEEPGATE_MASTER          where commands run: spark://master:7077; default: in this container
#   KEEPGATE_WORKER_CORES, KEEPGATE_WORKER_MEMORY   what a worker offers (1, 2g)
set -euo pipefail

fail() { printf 'keepgate: %s\n' "$*" >&2; exit 1; }

requires_secret() {
  [ -n "${KEEPGATE_SECRET:-}" ] ||
    fail "KEEPGATE_SECRET is not set: expected a secret that all containers of the cluster share;" \
      "make one by: export KEEPGATE_SECRET=\$(openssl rand -hex 32)"
}

# Spark's settings of this container; its class path and its logging stay those of the image.
settings() {
  SPARK_CONF_DIR=$(mktemp -d)
  export SPARK_CONF_DIR
  chmod 700 "$SPARK_CONF_DIR"
  cp "$SPARK_HOME"/conf/* "$SPARK_CONF_DIR" 2>/dev/null || true
  umask 077
  {
    printf 'spark.authenticate true\n'
    printf 'spark.authenticate.secret %s\n' "$KEEPGATE_SECRET"
    printf 'spark.master.rest.enabled false\n' # which knows no secret
    printf 'spark.network.crypto.enabled true\n'
  } >> "$SPARK_CONF_DIR/spark-defaults.conf"
  unset KEEPGATE_SECRET
}

address() { hostname -i | cut -d ' ' -f 1; }

case ${1:-} in
  master)
    requires_secret
    settings
    exec "$SPARK_HOME/bin/spark-class" org.apache.spark.deploy.master.Master --host "$(hostname)" --port 7077
    ;;
  worker)
    requires_secret
    settings
    exec "$SPARK_HOME/bin/spark-class" org.apache.spark.deploy.worker.Worker \
      --host "$(address)" --work-dir /tmp/work \
      --cores "${KEEPGATE_WORKER_CORES:-1}" --memory "${KEEPGATE_WORKER_MEMORY:-2g}" "${2:?the URL of the master}"
    ;;
  *)
    if [ -z "${KEEPGATE_MASTER:-}" ]; then
      exec /opt/keepgate/bin/keepgate "$@"
    fi
    requires_secret
    settings
    exec /opt/keepgate/bin/keepgate --master "$KEEPGATE_MASTER" --conf "spark.driver.host=$(address)" "$@"
    ;;
esac
