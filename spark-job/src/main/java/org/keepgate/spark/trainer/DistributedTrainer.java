package org.keepgate.spark.trainer;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import org.keepgate.checkpoint.CheckpointStore;
import org.keepgate.checkpoint.DataFingerprints;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.training.CheckpointWriter;
import org.keepgate.training.ShareSummary;
import org.keepgate.training.TrainingControls;
import org.keepgate.training.TrainingListener;
import org.keepgate.training.TrainingLoop;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.TrainingResult;
import org.keepgate.training.TrainingState;

/**
 * Trains a network on the shares of logical workers: each trains by itself on some executor, and
 * after every round their parameters are averaged, weighted by work.
 *
 * <p>The same shares, options and number of workers give the same bits on any number of executors
 * and cores; one worker gives those of {@link org.keepgate.training.LocalTrainer}.
 */
public final class DistributedTrainer {
  private static final Logger LOG = System.getLogger(DistributedTrainer.class.getName());

  private final NetworkSpec spec;
  private final TrainingOptions options;
  private final WorkerShares training;
  private final SparkBackend backend;

  /**
   * Refuses what cannot fit, and reads all shares once.
   *
   * @param training one partition a worker, as {@link
   *     org.keepgate.spark.dataset.SequencePartitioner} deals them; they stay the caller's
   * @param validation in any number of partitions; null = none
   * @throws org.keepgate.sequence.InputException when a round would not fit into the memory
   */
  public DistributedTrainer(
      NetworkSpec spec,
      TrainingOptions options,
      JavaRDD<SequenceBlock> training,
      @Nullable JavaRDD<SequenceBlock> validation) {
    options.requireFits(spec);
    this.spec = spec;
    this.options = options;
    this.training = WorkerShares.of(training, spec.format());
    this.backend =
        new SparkBackend(
            spec,
            options,
            this.training,
            validation == null ? null : WorkerShares.of(validation, spec.format()));
    logSkew(backend.shares());
  }

  /** Tells whether the training data are the same, dealt in the same way. */
  public String dataFingerprint() {
    return training.fingerprint();
  }

  private DataFingerprints fingerprints() {
    return new DataFingerprints(dataFingerprint(), backend.validationFingerprint());
  }

  /** How much each worker has to do, in the order of the workers. */
  public List<ShareSummary> shares() {
    return backend.shares();
  }

  /** Where training begins: initial parameters of the options' seed. */
  public TrainingState start() {
    return TrainingState.start(spec.initialParameters(options.seed()), options);
  }

  /**
   * Where the newest checkpoint left off, or the {@link #start} if there is none. Warns where this
   * machine computes otherwise than the one that saved it.
   *
   * @param environment versions and machine now
   * @throws org.keepgate.sequence.InputException when it belongs to another network, other options
   *     or other data
   */
  public TrainingState resumed(CheckpointStore checkpoints, Map<String, String> environment) {
    return checkpoints
        .latest()
        .map(
            checkpoint -> {
              checkpoint.requireSameRun(spec, options, fingerprints());
              String other = checkpoint.otherArithmetic(environment);
              if (other != null) {
                checkpoints.warn(other);
              }
              return checkpoint.state();
            })
        .orElseGet(this::start);
  }

  /** Saves the states of this training, for {@link TrainingControls}. */
  public CheckpointWriter writer(CheckpointStore checkpoints, Map<String, String> environment) {
    return checkpoints.writer(spec, options, fingerprints(), environment);
  }

  /**
   * Trains on from a state. Of the state that it ends with, optimizer states that workers keep are
   * gone with the training: they are in its checkpoints.
   */
  public TrainingResult train(
      TrainingState from, List<TrainingListener> listeners, TrainingControls controls) {
    List<TrainingListener> all = new ArrayList<>(listeners);
    all.add(new RoundLog(options.numWorkers()));
    try {
      return new TrainingLoop(options).run(from, backend, all, controls);
    } finally {
      backend.close();
    }
  }

  private static void logSkew(List<ShareSummary> shares) {
    ShareSkew skew = ShareSkew.of(shares);
    LOG.log(skew.isWorthAWarning() ? Level.WARNING : Level.INFO, skew.sentence());
  }
}
