package org.keepgate.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One round in the history of a training.
 *
 * @param round number of the round since the start, from 1
 * @param epoch the epoch it belongs to, from 1
 * @param epochsDone epochs done at its end, with their fraction
 * @param trainLoss mean loss of its minibatches as they were trained
 * @param targets trained in this round by all workers
 * @param learningRate of its last minibatch
 * @param gradientNorm mean over its steps, before clipping
 * @param seconds from start to end, on the clock; nothing depends on it
 * @param validation metrics of the validation at its end, by name ({@code loss}, {@code accuracy}
 *     …), values in the network's own units; empty if there was none
 * @param diagnostics what it has cost, and what averaging has done
 * @param recovery from what has diverged; the learning rates of later rounds depend on it
 */
public record RoundEntry(
    int round,
    int epoch,
    double epochsDone,
    double trainLoss,
    long targets,
    double learningRate,
    double gradientNorm,
    double seconds,
    Map<String, Double> validation,
    RoundDiagnostics diagnostics,
    Recovery recovery) {

  public RoundEntry {
    validation = Collections.unmodifiableMap(new LinkedHashMap<>(validation)); // keeps the order
  }

  /** An entry of which no diagnostics are known, and in which nothing diverged. */
  public RoundEntry(
      int round,
      int epoch,
      double epochsDone,
      double trainLoss,
      long targets,
      double learningRate,
      double gradientNorm,
      double seconds,
      Map<String, Double> validation) {
    this(
        round,
        epoch,
        epochsDone,
        trainLoss,
        targets,
        learningRate,
        gradientNorm,
        seconds,
        validation,
        RoundDiagnostics.none(),
        Recovery.none());
  }

  /** Targets trained in a second, the reduction's time included. */
  public double targetsPerSecond() {
    return seconds > 0 ? targets / seconds : 0;
  }
}
