package org.keepgate.spark.trainer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keepgate.checkpoint.DataFingerprints;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.network.NetworkSpec;
import org.keepgate.spark.dataset.Count;
import org.keepgate.spark.dataset.JobDescription;
import org.keepgate.training.AveragedRound;
import org.keepgate.training.Round;
import org.keepgate.training.RoundReduction;
import org.keepgate.training.ShareSummary;
import org.keepgate.training.TrainingBackend;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.TrainingState;

/**
 * The workers as tasks of Spark: everything that lives from round to round travels in by broadcast
 * and out by result, so that it does not matter where, when or how often a task runs.
 */
final class SparkBackend implements TrainingBackend {

  /** Spark's setting that lets machines of different arithmetic train together. */
  static final String ALLOW_MIXED = "spark.keepgate.allowMixedArithmetic";

  private final NetworkSpec spec;
  private final TrainingOptions options;
  private final WorkerShares training;
  private final @Nullable WorkerShares validation;
  private final List<ShareSummary> summaries = new ArrayList<>();
  private String where = "before the first round";

  SparkBackend(
      NetworkSpec spec,
      TrainingOptions options,
      WorkerShares training,
      @Nullable WorkerShares validation) {
    this.spec = spec;
    this.options = options;
    this.training = training;
    this.validation = validation;
    JobDescription.during(
        training.spark().sc(),
        "plan: count the minibatches of " + workers(),
        () -> InWorkerOrder.forEach(training.map(new SummaryTask(options)), summaries::add));
  }

  @Override
  public List<ShareSummary> shares() {
    return List.copyOf(summaries);
  }

  @Override
  public AveragedRound run(Round round, TrainingState state) {
    RoundReduction reduction = new RoundReduction(options, state, spec.layout(), allowsMixed());
    where = where(round);
    long began = System.nanoTime();
    try (RoundInput input = RoundInput.broadcast(training.spark(), state, options.averaging())) {
      double seconds = (System.nanoTime() - began) / 1e9;
      JobDescription.during(
          training.spark().sc(),
          where + ": train " + workers(),
          () ->
              InWorkerOrder.forEach(
                  training.map(new WorkerTask(spec, options, round, input)), reduction::add));
      AveragedRound averaged = reduction.finish();
      return averaged.withDiagnostics(averaged.diagnostics().withBroadcast(seconds, input.bytes()));
    }
  }

  /** Tells whether the validation data are the same. */
  String validationFingerprint() {
    return validation == null ? DataFingerprints.NONE : validation.fingerprint();
  }

  @Override
  public boolean hasValidation() {
    return validation != null;
  }

  @Override
  public @Nullable MetricSums validate(float[] parameters) {
    return validation == null
        ? null
        : DistributedEvaluator.evaluate(
            spec,
            parameters,
            validation,
            options.batchSize(),
            options.segmentLength(),
            where + ": validate");
  }

  private String where(Round round) {
    return "epoch "
        + (round.epoch() + 1)
        + "/"
        + options.maxIter()
        + ", round "
        + (round.index() + 1);
  }

  private String workers() {
    return Count.of(training.count(), "worker");
  }

  /** Nothing: the shares belong to whoever made them. */
  @Override
  public void close() {}

  private boolean allowsMixed() {
    return training.spark().getConf().getBoolean(ALLOW_MIXED, false);
  }
}
