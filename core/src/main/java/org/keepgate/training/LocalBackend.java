package org.keepgate.training;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keepgate.averaging.AveragingSpec;
import org.keepgate.averaging.WorkerOptimizers;
import org.keepgate.evaluation.Evaluator;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.math.Gemm;
import org.keepgate.network.NetworkSpec;
import org.keepgate.network.ParameterNames;
import org.keepgate.optimizer.OptimizerState;
import org.keepgate.sequence.SequenceShare;

/**
 * All logical workers in this JVM, one after the other on the thread of the loop: the same bits as
 * anywhere else.
 */
public final class LocalBackend implements TrainingBackend {
  private final NetworkSpec spec;
  private final TrainingOptions options;
  private final Gemm gemm;
  private final List<SequenceShare> training;
  private final List<SequenceShare> validation;
  private final List<ShareSummary> summaries;
  private final WorkerRun workerRun;

  /**
   * Holds the data.
   *
   * @param training one share a worker
   * @param validation any number of shares, evaluated in order; none = no validation
   */
  public LocalBackend(
      NetworkSpec spec,
      TrainingOptions options,
      Gemm gemm,
      List<SequenceShare> training,
      List<SequenceShare> validation) {
    this.spec = spec;
    this.options = options;
    this.gemm = gemm;
    this.training = List.copyOf(training);
    this.validation = List.copyOf(validation);
    List<ShareSummary> all = new ArrayList<>();
    for (SequenceShare share : training) {
      all.add(ShareSummary.of(all.size(), share, options));
    }
    this.summaries = List.copyOf(all);
    this.workerRun = new WorkerRun(spec, options, gemm);
  }

  @Override
  public List<ShareSummary> shares() {
    return summaries;
  }

  @Override
  public AveragedRound run(Round round, TrainingState state) {
    AveragingSpec averaging = options.averaging();
    RoundReduction reduction = new RoundReduction(options, state, spec.layout(), false);
    List<OptimizerState> kept = new ArrayList<>();
    for (int worker = 0; worker < training.size(); worker++) {
      RoundStart start = state.startOf(worker, averaging);
      float[] carried = state.carriedByWorker()[worker];
      WorkerOutcome outcome = workerRun.run(worker, training.get(worker), round, start, carried);
      reduction.add(outcome);
      if (averaging.keepsOptimizers()) {
        kept.add(outcome.keeping(start.optimizer()).optimizer());
      }
    }
    return reduction.finish(WorkerOptimizers.here(kept));
  }

  @Override
  public String parameterName(int index) {
    return new ParameterNames(spec).of(index);
  }

  @Override
  public boolean hasValidation() {
    return !validation.isEmpty();
  }

  @Override
  public @Nullable MetricSums validate(float[] parameters) {
    if (validation.isEmpty()) {
      return null;
    }
    MetricSums sums = new MetricSums(spec.format().targetKind(), spec.format().outputSize());
    for (SequenceShare share : validation) {
      sums.add(
          Evaluator.evaluate(
              spec, parameters, share, options.batchSize(), options.segmentLength(), gemm));
    }
    return sums;
  }

  @Override
  public void close() {}
}
