package org.keepgate.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One epoch in the history of a training: its rounds, put together.
 *
 * @param epoch from 1
 * @param trainLoss mean loss of its minibatches as they were trained
 * @param targets trained by all workers
 * @param learningRate of its last minibatch
 * @param gradientNorm mean of its rounds
 * @param seconds on the clock; nothing depends on it
 * @param validation metrics of its last validation, by name; empty if there was none
 */
public record EpochEntry(
    int epoch,
    double trainLoss,
    long targets,
    double learningRate,
    double gradientNorm,
    double seconds,
    Map<String, Double> validation) {

  public EpochEntry {
    validation = Collections.unmodifiableMap(new LinkedHashMap<>(validation)); // keeps the order
  }

  /** Targets trained in a second. */
  public double targetsPerSecond() {
    return seconds > 0 ? targets / seconds : 0;
  }
}
