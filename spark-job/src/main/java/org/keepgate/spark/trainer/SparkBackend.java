package org.keepgate.spark.trainer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import org.keepgate.averaging.WorkerOptimizers;
import org.keepgate.checkpoint.DataFingerprints;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.network.NetworkSpec;
import org.keepgate.network.ParameterNames;
import org.keepgate.spark.dataset.Count;
import org.keepgate.spark.dataset.JobDescription;
import org.keepgate.training.AveragedRound;
import org.keepgate.training.Round;
import org.keepgate.training.RoundReduction;
import org.keepgate.training.ShareSummary;
import org.keepgate.training.SlicedReduction;
import org.keepgate.training.TrainingBackend;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.TrainingState;
import org.keepgate.training.WorkerOutcome;

/**
 * The workers as tasks of Spark: what lives from round to round travels in by broadcast and out by
 * result, or, where workers keep states of their own, stays beside their shares ({@link
 * WorkerStates}); so that it does not matter where, when or how often a task runs.
 */
final class SparkBackend implements TrainingBackend {

  /** Spark's setting that lets machines of different arithmetic train together. */
  static final String ALLOW_MIXED = "spark.keepgate.allowMixedArithmetic";

  private final NetworkSpec spec;
  private final TrainingOptions options;
  private final WorkerShares training;
  private final @Nullable WorkerShares validation;
  private final List<ShareSummary> summaries = new ArrayList<>();
  private final ReductionWay way;
  private final Slicing slicing;
  private final WorkerStates states;
  private String where = "before the first round";

  /** Refuses what cannot fit. */
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
    RoundPlan plan = new RoundPlan(spec, options, summaries, conf());
    this.way = plan.way();
    this.slicing = plan.slicing();
    this.states = new WorkerStates(training.spark());
  }

  @Override
  public List<ShareSummary> shares() {
    return List.copyOf(summaries);
  }

  @Override
  public AveragedRound run(Round round, TrainingState state) {
    where = where(round);
    return options.averaging().keepsOptimizers() ? keeping(round, state) : shared(round, state);
  }

  private AveragedRound shared(Round round, TrainingState state) {
    long began = System.nanoTime();
    try (RoundInput input = RoundInput.broadcast(training.spark(), state, options.averaging())) {
      double seconds = (System.nanoTime() - began) / 1e9;
      JavaRDD<WorkerOutcome> outcomes = training.map(new WorkerTask(spec, options, round, input));
      AveragedRound averaged = reduced(outcomes, state, input, WorkerOptimizers::none);
      return averaged.withDiagnostics(averaged.diagnostics().withBroadcast(seconds, input.bytes()));
    }
  }

  /** What the round is sent stays until no state that comes of it is needed. */
  private AveragedRound keeping(Round round, TrainingState state) {
    WorkerStates.Generation before = states.of(state.averaging().optimizers());
    long began = System.nanoTime();
    RoundInput input = RoundInput.broadcast(training.spark(), state, options.averaging());
    double seconds = (System.nanoTime() - began) / 1e9;
    JavaRDD<WorkerOutcome> outcomes =
        training.map(before.states(), new WorkerTask(spec, options, round, input));
    WorkerStates.Generation after = states.after(before, outcomes, input);
    AveragedRound averaged =
        reduced(
            outcomes.map(WorkerOutcome::withoutOptimizer),
            state,
            input,
            () -> states.settledInTime(after));
    return averaged.withDiagnostics(averaged.diagnostics().withBroadcast(seconds, input.bytes()));
  }

  /**
   * Runs the workers and reduces what they have come to.
   *
   * @param kept states of their own, asked for when all have run
   */
  private AveragedRound reduced(
      JavaRDD<WorkerOutcome> outcomes,
      TrainingState state,
      RoundInput input,
      Supplier<WorkerOptimizers> kept) {
    return way == ReductionWay.DRIVER
        ? collected(outcomes, state, kept)
        : sliced(outcomes, state, input, kept);
  }

  private AveragedRound collected(
      JavaRDD<WorkerOutcome> outcomes, TrainingState state, Supplier<WorkerOptimizers> kept) {
    RoundReduction reduction = new RoundReduction(options, state, spec.layout(), allowsMixed());
    JobDescription.during(
        training.spark().sc(),
        where + ": train " + workers(),
        () -> InWorkerOrder.forEach(outcomes, reduction::add));
    return reduction.finish(kept.get());
  }

  private AveragedRound sliced(
      JavaRDD<WorkerOutcome> outcomes,
      TrainingState state,
      RoundInput input,
      Supplier<WorkerOptimizers> kept) {
    SlicedReduction reduction = new SlicedReduction(options, state, spec.layout(), allowsMixed());
    SliceTask cut = new SliceTask(options.averaging(), spec.layout(), input, slicing);
    JobDescription.during(
        training.spark().sc(),
        where + ": train " + workers() + " and average them by slices",
        () -> new SlicedRound(slicing, conf()).reduce(outcomes, cut, reduction));
    return reduction.finish(kept.get());
  }

  /** Tells whether the validation data are the same. */
  String validationFingerprint() {
    return validation == null ? DataFingerprints.NONE : validation.fingerprint();
  }

  @Override
  public String parameterName(int index) {
    return new ParameterNames(spec).of(index);
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

  /** Frees the states that workers keep; the shares belong to whoever made them. */
  @Override
  public void close() {
    states.close();
  }

  private boolean allowsMixed() {
    return conf().getBoolean(ALLOW_MIXED, false);
  }

  private SparkConf conf() {
    return training.spark().getConf();
  }
}
