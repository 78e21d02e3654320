package org.keepgate.training;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keepgate.math.Gemm;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.SequenceShare;

/** Training in this JVM, without Spark: the same loop, with one worker. */
public final class LocalTrainer {
  private final NetworkSpec spec;
  private final TrainingOptions options;
  private final Gemm gemm;

  /**
   * A trainer; {@code numWorkers} must be 1.
   *
   * @param gemm the matrix provider, usually {@link Gemm#chosen()}
   */
  public LocalTrainer(NetworkSpec spec, TrainingOptions options, Gemm gemm) {
    if (options.numWorkers() != 1) {
      throw new IllegalArgumentException(
          "local training has one worker, numWorkers is " + options.numWorkers());
    }
    options.requireFits(spec);
    this.spec = spec;
    this.options = options;
    this.gemm = gemm;
  }

  /** Where training begins: initial parameters of the options' seed. */
  public TrainingState start() {
    return TrainingState.start(spec.initialParameters(options.seed()), options);
  }

  /**
   * Trains from the start.
   *
   * @param validation null = none
   */
  public TrainingResult train(
      SequenceShare training,
      @Nullable SequenceShare validation,
      List<TrainingListener> listeners) {
    return resume(start(), training, validation, listeners, TrainingControls.none());
  }

  /** Trains on from a state, or from the {@link #start}. */
  public TrainingResult resume(
      TrainingState state,
      SequenceShare training,
      @Nullable SequenceShare validation,
      List<TrainingListener> listeners,
      TrainingControls controls) {
    List<SequenceShare> checks = validation == null ? List.of() : List.of(validation);
    try (TrainingBackend backend =
        new LocalBackend(spec, options, gemm, List.of(training), checks)) {
      return new TrainingLoop(options).run(state, backend, listeners, controls);
    }
  }
}
