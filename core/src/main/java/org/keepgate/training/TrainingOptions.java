package org.keepgate.training;

import java.io.Serializable;
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
 * @param averagingInterval minibatches of a round, after which workers are averaged; 0 = an epoch
 * @param optimizerState what averaging does to the optimizer's state
 * @param numWorkers logical workers
 * @param seed of initial parameters, order of sequences and dropout
 * @param shuffle whether sequences come in another order in every epoch
 * @param maxRounds rounds to train, whatever maxIter says; 0 = maxIter epochs
 * @param validationInterval rounds between validations; 0 = at the end of every epoch
 * @param earlyStopping when validation ends the training
 * @param checkpointInterval epochs between checkpoints; 0 = none at an epoch's end
 * @param checkpointRounds rounds between checkpoints; 0 = none between the ends of epochs
 */
public record TrainingOptions(
    int maxIter,
    int batchSize,
    int segmentLength,
    OptimizerSpec optimizer,
    ScheduleSpec schedule,
    double scheduleEpochs,
    GradientClipping clipping,
    int averagingInterval,
    OptimizerStatePolicy optimizerState,
    int numWorkers,
    long seed,
    boolean shuffle,
    int maxRounds,
    int validationInterval,
    EarlyStoppingSpec earlyStopping,
    int checkpointInterval,
    int checkpointRounds)
    implements Serializable {

  public TrainingOptions {
    requireAtLeast("maxIter", 1, maxIter);
    requireAtLeast("batchSize", 1, batchSize);
    requireAtLeast("segmentLength", 0, segmentLength);
    if (!(scheduleEpochs >= 0 && scheduleEpochs < Double.POSITIVE_INFINITY)) { // false for NaN too
      throw new IllegalArgumentException(
          "scheduleEpochs must be at least 0 and finite, got " + scheduleEpochs);
    }
    requireAtLeast("averagingInterval", 0, averagingInterval);
    requireAtLeast("numWorkers", 1, numWorkers);
    requireAtLeast("maxRounds", 0, maxRounds);
    requireAtLeast("validationInterval", 0, validationInterval);
    requireAtLeast("checkpointInterval", 0, checkpointInterval);
    requireAtLeast("checkpointRounds", 0, checkpointRounds);
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
        0,
        OptimizerStatePolicy.AVERAGE,
        1,
        1L,
        true,
        0,
        0,
        EarlyStoppingSpec.off(),
        1,
        0);
  }

  public TrainingOptions withMaxIter(int value) {
    return new TrainingOptions(
        value,
        batchSize,
        segmentLength,
        optimizer,
        schedule,
        scheduleEpochs,
        clipping,
        averagingInterval,
        optimizerState,
        numWorkers,
        seed,
        shuffle,
        maxRounds,
        validationInterval,
        earlyStopping,
        checkpointInterval,
        checkpointRounds);
  }

  public TrainingOptions withBatchSize(int value) {
    return new TrainingOptions(
        maxIter,
        value,
        segmentLength,
        optimizer,
        schedule,
        scheduleEpochs,
        clipping,
        averagingInterval,
        optimizerState,
        numWorkers,
        seed,
        shuffle,
        maxRounds,
        validationInterval,
        earlyStopping,
        checkpointInterval,
        checkpointRounds);
  }

  public TrainingOptions withSegmentLength(int value) {
    return new TrainingOptions(
        maxIter,
        batchSize,
        value,
        optimizer,
        schedule,
        scheduleEpochs,
        clipping,
        averagingInterval,
        optimizerState,
        numWorkers,
        seed,
        shuffle,
        maxRounds,
        validationInterval,
        earlyStopping,
        checkpointInterval,
        checkpointRounds);
  }

  public TrainingOptions withOptimizer(OptimizerSpec value) {
    return new TrainingOptions(
        maxIter,
        batchSize,
        segmentLength,
        value,
        schedule,
        scheduleEpochs,
        clipping,
        averagingInterval,
        optimizerState,
        numWorkers,
        seed,
        shuffle,
        maxRounds,
        validationInterval,
        earlyStopping,
        checkpointInterval,
        checkpointRounds);
  }

  public TrainingOptions withSchedule(ScheduleSpec value) {
    return new TrainingOptions(
        maxIter,
        batchSize,
        segmentLength,
        optimizer,
        value,
        scheduleEpochs,
        clipping,
        averagingInterval,
        optimizerState,
        numWorkers,
        seed,
        shuffle,
        maxRounds,
        validationInterval,
        earlyStopping,
        checkpointInterval,
        checkpointRounds);
  }

  public TrainingOptions withScheduleEpochs(double value) {
    return new TrainingOptions(
        maxIter,
        batchSize,
        segmentLength,
        optimizer,
        schedule,
        value,
        clipping,
        averagingInterval,
        optimizerState,
        numWorkers,
        seed,
        shuffle,
        maxRounds,
        validationInterval,
        earlyStopping,
        checkpointInterval,
        checkpointRounds);
  }

  public TrainingOptions withClipping(GradientClipping value) {
    return new TrainingOptions(
        maxIter,
        batchSize,
        segmentLength,
        optimizer,
        schedule,
        scheduleEpochs,
        value,
        averagingInterval,
        optimizerState,
        numWorkers,
        seed,
        shuffle,
        maxRounds,
        validationInterval,
        earlyStopping,
        checkpointInterval,
        checkpointRounds);
  }

  public TrainingOptions withAveragingInterval(int value) {
    return new TrainingOptions(
        maxIter,
        batchSize,
        segmentLength,
        optimizer,
        schedule,
        scheduleEpochs,
        clipping,
        value,
        optimizerState,
        numWorkers,
        seed,
        shuffle,
        maxRounds,
        validationInterval,
        earlyStopping,
        checkpointInterval,
        checkpointRounds);
  }

  public TrainingOptions withOptimizerState(OptimizerStatePolicy value) {
    return new TrainingOptions(
        maxIter,
        batchSize,
        segmentLength,
        optimizer,
        schedule,
        scheduleEpochs,
        clipping,
        averagingInterval,
        value,
        numWorkers,
        seed,
        shuffle,
        maxRounds,
        validationInterval,
        earlyStopping,
        checkpointInterval,
        checkpointRounds);
  }

  public TrainingOptions withNumWorkers(int value) {
    return new TrainingOptions(
        maxIter,
        batchSize,
        segmentLength,
        optimizer,
        schedule,
        scheduleEpochs,
        clipping,
        averagingInterval,
        optimizerState,
        value,
        seed,
        shuffle,
        maxRounds,
        validationInterval,
        earlyStopping,
        checkpointInterval,
        checkpointRounds);
  }

  public TrainingOptions withSeed(long value) {
    return new TrainingOptions(
        maxIter,
        batchSize,
        segmentLength,
        optimizer,
        schedule,
        scheduleEpochs,
        clipping,
        averagingInterval,
        optimizerState,
        numWorkers,
        value,
        shuffle,
        maxRounds,
        validationInterval,
        earlyStopping,
        checkpointInterval,
        checkpointRounds);
  }

  public TrainingOptions withShuffle(boolean value) {
    return new TrainingOptions(
        maxIter,
        batchSize,
        segmentLength,
        optimizer,
        schedule,
        scheduleEpochs,
        clipping,
        averagingInterval,
        optimizerState,
        numWorkers,
        seed,
        value,
        maxRounds,
        validationInterval,
        earlyStopping,
        checkpointInterval,
        checkpointRounds);
  }

  public TrainingOptions withMaxRounds(int value) {
    return new TrainingOptions(
        maxIter,
        batchSize,
        segmentLength,
        optimizer,
        schedule,
        scheduleEpochs,
        clipping,
        averagingInterval,
        optimizerState,
        numWorkers,
        seed,
        shuffle,
        value,
        validationInterval,
        earlyStopping,
        checkpointInterval,
        checkpointRounds);
  }

  public TrainingOptions withValidationInterval(int value) {
    return new TrainingOptions(
        maxIter,
        batchSize,
        segmentLength,
        optimizer,
        schedule,
        scheduleEpochs,
        clipping,
        averagingInterval,
        optimizerState,
        numWorkers,
        seed,
        shuffle,
        maxRounds,
        value,
        earlyStopping,
        checkpointInterval,
        checkpointRounds);
  }

  public TrainingOptions withEarlyStopping(EarlyStoppingSpec value) {
    return new TrainingOptions(
        maxIter,
        batchSize,
        segmentLength,
        optimizer,
        schedule,
        scheduleEpochs,
        clipping,
        averagingInterval,
        optimizerState,
        numWorkers,
        seed,
        shuffle,
        maxRounds,
        validationInterval,
        value,
        checkpointInterval,
        checkpointRounds);
  }

  public TrainingOptions withCheckpointInterval(int value) {
    return new TrainingOptions(
        maxIter,
        batchSize,
        segmentLength,
        optimizer,
        schedule,
        scheduleEpochs,
        clipping,
        averagingInterval,
        optimizerState,
        numWorkers,
        seed,
        shuffle,
        maxRounds,
        validationInterval,
        earlyStopping,
        value,
        checkpointRounds);
  }

  public TrainingOptions withCheckpointRounds(int value) {
    return new TrainingOptions(
        maxIter,
        batchSize,
        segmentLength,
        optimizer,
        schedule,
        scheduleEpochs,
        clipping,
        averagingInterval,
        optimizerState,
        numWorkers,
        seed,
        shuffle,
        maxRounds,
        validationInterval,
        earlyStopping,
        checkpointInterval,
        value);
  }

  private static void requireAtLeast(String name, int least, int value) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", got " + value);
    }
  }
}
