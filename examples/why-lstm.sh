#!/usr/bin/env bash
# Tells in pictures why the LSTM: the argument, error by time lag, and two networks that learn temporal order.
#   examples/why-lstm.sh [FILE.html]          examples/target/why-lstm.html unless given; under a minute
set -euo pipefail

root=$(cd -P "$(dirname "$0")/.." && pwd)
. "$root/examples/measuring.sh"
exec "${java}java" -Djava.awt.headless=true -cp "$classpath" org.keepgate.examples.why.WhyLstm "${1:-$root/examples/target/why-lstm.html}"
