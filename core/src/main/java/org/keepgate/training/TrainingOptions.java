package org.keepgate.training;

import java.io.Serializable;
import java.util.function.Consumer;
import org.keepgate.averaging.AveragingSpec;
import org.keepgate.averaging.OptimizerStatePolicy;
import org.keepgate.math.Gemm;
import org.keepgate.network.NetworkSpec;
import org.keepgate.network.OnlineNetwork;
import org.keepgate.optimizer.GradientClipping;
import org.keepgate.optimizer.OptimizerKind;
import org.keepgate.optimizer.OptimizerSpec;
import org.keepgate.optimizer.ScheduleKind;
import org.keepgate.optimizer.ScheduleSpec;

/**
 * How to train: everything on which the bits of the result depend, apart from network, data and
 * machine.
 *
 * @param maxIter epochs to train
 * @param batchSize sequences (or lanes of a stream) side by side in a minibatch
 * @param segmentLength time steps of a segment of truncated BPTT; 0 = full BPTT over whole
 *     sequences
 * @param optimizer the update and its constants
 * @param schedule the learning rate
 * @param scheduleEpochs length of training that the schedule is stretched over; 0 = as long as this
 *     training
 * @param clipping of the gradient
 * @param averaging when and how the workers' results become one model
 * @param numWorkers logical workers
 * @param seed of initial parameters, order of sequences and dropout
 * @param shuffle whether sequences come in another order in every epoch
 * @param maxRounds rounds to train, whatever maxIter says; 0 = maxIter epochs
 * @param validationInterval rounds between validations; 0 = at the end of every epoch
 * @param earlyStopping when validation ends the training
 * @param checkpointInterval epochs between checkpoints, besides those of checkpointRounds; 0 = none
 * @param checkpointRounds rounds between checkpoints; 0 = none between the ends of epochs
 * @param regime how gradients come about; the online regime takes one sequence at a time
 * @param precision of the matrix products of back-propagation
 * @param divergence what is done about minibatches that diverge
 */
public record TrainingOptions(
    int maxIter,
    int batchSize,
    int segmentLength,
    OptimizerSpec optimizer,
    ScheduleSpec schedule,
    double scheduleEpochs,
    GradientClipping clipping,
    AveragingSpec averaging,
    int numWorkers,
    long seed,
    boolean shuffle,
    int maxRounds,
    int validationInterval,
    EarlyStoppingSpec earlyStopping,
    int checkpointInterval,
    int checkpointRounds,
    Regime regime,
    Precision precision,
    DivergenceSpec divergence)
    implements Serializable {

  public TrainingOptions {
    requireAtLeast("maxIter", 1, maxIter);
    requireAtLeast("batchSize", 1, batchSize);
    requireAtLeast("segmentLength", 0, segmentLength);
    if (!(scheduleEpochs >= 0 && scheduleEpochs < Double.POSITIVE_INFINITY)) { // false for NaN too
      throw new IllegalArgumentException(
          "scheduleEpochs must be at least 0 and finite, got " + scheduleEpochs);
    }
    requireAtLeast("numWorkers", 1, numWorkers);
    requireAtLeast("maxRounds", 0, maxRounds);
    requireAtLeast("validationInterval", 0, validationInterval);
    requireAtLeast("checkpointInterval", 0, checkpointInterval);
    requireAtLeast("checkpointRounds", 0, checkpointRounds);
    if (regime == Regime.ONLINE && batchSize != 1) {
      throw new IllegalArgumentException(
          "regime online changes the weights at every step of one sequence: set batchSize to 1, got "
              + batchSize);
    }
    if (regime == Regime.ONLINE && averaging.averagesGradients()) {
      throw new IllegalArgumentException(
          "regime online steps at every target, averaging gradients steps once for all workers:"
              + " set averaging to plain, or regime to bptt");
    }
    averaging.requireFits(optimizer);
    requireRecovers(divergence.policy(), regime, averaging);
  }

  private static void requireRecovers(
      DivergencePolicy policy, Regime regime, AveragingSpec averaging) {
    if (policy == DivergencePolicy.SKIP_BATCH && regime == Regime.ONLINE) {
      throw new IllegalArgumentException(
          "onDivergence skip-batch leaves out a minibatch's step, regime online makes steps inside"
              + " of minibatches: set onDivergence to rollback or fail");
    }
    if (policy == DivergencePolicy.ROLLBACK && averaging.averagesGradients()) {
      throw new IllegalArgumentException(
          "onDivergence rollback runs the steps of a round again at a lower rate, averaging"
              + " gradients makes its one step at the end of a round: set onDivergence to"
              + " skip-batch or fail");
    }
  }

  /** The defaults; they stand here and nowhere else. */
  public static TrainingOptions defaults() {
    return new TrainingOptions(
        10,
        32,
        0,
        OptimizerSpec.of(OptimizerKind.ADAM),
        ScheduleSpec.of(ScheduleKind.CONSTANT, 2e-3),
        0,
        new GradientClipping(0, 5),
        AveragingSpec.plain(),
        1,
        1L,
        true,
        0,
        0,
        EarlyStoppingSpec.off(),
        1,
        1,
        Regime.BPTT,
        Precision.FLOAT32,
        DivergenceSpec.fail());
  }

  public TrainingOptions withMaxIter(int value) {
    return with(draft -> draft.maxIter = value);
  }

  public TrainingOptions withBatchSize(int value) {
    return with(draft -> draft.batchSize = value);
  }

  public TrainingOptions withSegmentLength(int value) {
    return with(draft -> draft.segmentLength = value);
  }

  public TrainingOptions withOptimizer(OptimizerSpec value) {
    return with(draft -> draft.optimizer = value);
  }

  public TrainingOptions withSchedule(ScheduleSpec value) {
    return with(draft -> draft.schedule = value);
  }

  public TrainingOptions withScheduleEpochs(double value) {
    return with(draft -> draft.scheduleEpochs = value);
  }

  public TrainingOptions withClipping(GradientClipping value) {
    return with(draft -> draft.clipping = value);
  }

  public TrainingOptions withAveraging(AveragingSpec value) {
    return with(draft -> draft.averaging = value);
  }

  public TrainingOptions withAveragingInterval(int value) {
    return withAveraging(averaging.withInterval(value));
  }

  public TrainingOptions withOptimizerState(OptimizerStatePolicy value) {
    return withAveraging(averaging.withOptimizerState(value));
  }

  public TrainingOptions withNumWorkers(int value) {
    return with(draft -> draft.numWorkers = value);
  }

  public TrainingOptions withSeed(long value) {
    return with(draft -> draft.seed = value);
  }

  public TrainingOptions withShuffle(boolean value) {
    return with(draft -> draft.shuffle = value);
  }

  public TrainingOptions withMaxRounds(int value) {
    return with(draft -> draft.maxRounds = value);
  }

  public TrainingOptions withValidationInterval(int value) {
    return with(draft -> draft.validationInterval = value);
  }

  public TrainingOptions withEarlyStopping(EarlyStoppingSpec value) {
    return with(draft -> draft.earlyStopping = value);
  }

  public TrainingOptions withCheckpointInterval(int value) {
    return with(draft -> draft.checkpointInterval = value);
  }

  public TrainingOptions withCheckpointRounds(int value) {
    return with(draft -> draft.checkpointRounds = value);
  }

  public TrainingOptions withRegime(Regime value) {
    return with(draft -> draft.regime = value);
  }

  public TrainingOptions withPrecision(Precision value) {
    return with(draft -> draft.precision = value);
  }

  public TrainingOptions withDivergence(DivergenceSpec value) {
    return with(draft -> draft.divergence = value);
  }

  /** The products that a worker really computes with, on a machine with this provider. */
  public Gemm products(Gemm gemm) {
    return regime == Regime.ONLINE ? gemm : precision.products(gemm); // online has none
  }

  /**
   * Refuses what this network cannot do.
   *
   * @throws IllegalArgumentException when it cannot be trained in segments, or online
   */
  public void requireFits(NetworkSpec spec) {
    spec.requireSegments(segmentLength);
    if (regime == Regime.ONLINE) {
      OnlineNetwork.requireFits(spec);
    }
  }

  /** Length of what a worker carries from round to round of an epoch. */
  public int carriedSize(NetworkSpec spec) {
    if (segmentLength == 0) {
      return 0;
    }
    return regime == Regime.ONLINE ? OnlineNetwork.carriedSize(spec) : spec.carriedSize(batchSize);
  }

  private TrainingOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.options();
  }

  private static void requireAtLeast(String name, int least, int value) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", got " + value);
    }
  }

  /** A copy in which one option may still change. */
  private static final class Draft {
    private int maxIter;
    private int batchSize;
    private int segmentLength;
    private OptimizerSpec optimizer;
    private ScheduleSpec schedule;
    private double scheduleEpochs;
    private GradientClipping clipping;
    private AveragingSpec averaging;
    private int numWorkers;
    private long seed;
    private boolean shuffle;
    private int maxRounds;
    private int validationInterval;
    private EarlyStoppingSpec earlyStopping;
    private int checkpointInterval;
    private int checkpointRounds;
    private Regime regime;
    private Precision precision;
    private DivergenceSpec divergence;

    Draft(TrainingOptions options) {
      maxIter = options.maxIter;
      batchSize = options.batchSize;
      segmentLength = options.segmentLength;
      optimizer = options.optimizer;
      schedule = options.schedule;
      scheduleEpochs = options.scheduleEpochs;
      clipping = options.clipping;
      averaging = options.averaging;
      numWorkers = options.numWorkers;
      seed = options.seed;
      shuffle = options.shuffle;
      maxRounds = options.maxRounds;
      validationInterval = options.validationInterval;
      earlyStopping = options.earlyStopping;
      checkpointInterval = options.checkpointInterval;
      checkpointRounds = options.checkpointRounds;
      regime = options.regime;
      precision = options.precision;
      divergence = options.divergence;
    }

    TrainingOptions options() {
      return new TrainingOptions(
          maxIter,
          batchSize,
          segmentLength,
          optimizer,
          schedule,
          scheduleEpochs,
          clipping,
          averaging,
          numWorkers,
          seed,
          shuffle,
          maxRounds,
          validationInterval,
          earlyStopping,
          checkpointInterval,
          checkpointRounds,
          regime,
          precision,
          divergence);
    }
  }
}
