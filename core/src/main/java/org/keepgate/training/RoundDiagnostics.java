package org.keepgate.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a round of several workers has cost, and what averaging has done; nothing depends on it.
 *
 * @param drift how far workers have moved apart, in units of what their mean has moved ({@link
 *     org.keepgate.averaging.WorkerDrift})
 * @param displacement what their mean has moved; of gradients, its norm
 * @param lossAtStart mean loss of the workers' first minibatches, by the parameters that all
 *     started from
 * @param lossAtEnd mean loss of their last minibatches, each by its own parameters: before
 *     averaging. The next round's lossAtStart is after it
 * @param skew by how much the largest share of work is above the mean, 0 = all alike
 * @param computeSeconds of the mean worker
 * @param slowestSeconds of the slowest: the others wait for it where all run at once
 * @param broadcastSeconds to hand out what workers start from, on the driver
 * @param reduceSeconds to put results together: on the driver, or, by slices, on the executors, the
 *     seconds of their tasks divided by how many run side by side
 * @param bytesOut of what a round starts from, to each executor; 0 in one JVM
 * @param bytesIn of all results, to the driver
 * @param driftByView drift by parameter view; empty but for the last round of an epoch
 */
public record RoundDiagnostics(
    double drift,
    double displacement,
    double lossAtStart,
    double lossAtEnd,
    double skew,
    double computeSeconds,
    double slowestSeconds,
    double broadcastSeconds,
    double reduceSeconds,
    long bytesOut,
    long bytesIn,
    Map<String, Double> driftByView) {

  public RoundDiagnostics {
    driftByView = Collections.unmodifiableMap(new LinkedHashMap<>(driftByView)); // keeps the order
  }

  /** Nothing known. */
  public static RoundDiagnostics none() {
    return new RoundDiagnostics(0, 0, Double.NaN, Double.NaN, 0, 0, 0, 0, 0, 0, 0, Map.of());
  }

  /** These, with what it took to hand out the start. */
  public RoundDiagnostics withBroadcast(double seconds, long bytes) {
    return new RoundDiagnostics(
        drift,
        displacement,
        lossAtStart,
        lossAtEnd,
        skew,
        computeSeconds,
        slowestSeconds,
        seconds,
        reduceSeconds,
        bytes,
        bytesIn,
        driftByView);
  }

  /** These, without the views. */
  RoundDiagnostics withoutViews() {
    return new RoundDiagnostics(
        drift,
        displacement,
        lossAtStart,
        lossAtEnd,
        skew,
        computeSeconds,
        slowestSeconds,
        broadcastSeconds,
        reduceSeconds,
        bytesOut,
        bytesIn,
        Map.of());
  }
}
