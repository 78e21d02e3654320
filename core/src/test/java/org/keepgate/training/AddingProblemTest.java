package org.keepgate.training;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.cell.Cells;
import org.keepgate.evaluation.Evaluation;
import org.keepgate.evaluation.Evaluator;
import org.keepgate.math.RandomStream;
import org.keepgate.network.NetworkSpec;
import org.keepgate.optimizer.GradientClipping;
import org.keepgate.optimizer.ScheduleKind;
import org.keepgate.optimizer.ScheduleSpec;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;

/**
 * The adding problem (after Hochreiter and Schmidhuber, 1997, experiment 4): of 100 numbers drawn
 * from [0, 1] two are marked, one in each half; the target after the last step is their sum.
 *
 * <p>Who always says 1 has the squared error 2 · 1/12 = 1/6, the variance of the sum.
 */
@DisplayName("The adding problem over 100 steps, 2,500 minibatches of 20 sequences with Adam")
class AddingProblemTest {
  private static final SequenceFormat SUMS = SequenceFormat.forecaster(2, 1, Readout.LAST_STEP);
  private static final int STEPS = 100;
  private static final long SEED = 1;
  private static final double CONSTANT_GUESS = 1.0 / 6;
  private static final TrainingOptions BUDGET =
      TrainingOptions.defaults()
          .withMaxIter(25)
          .withBatchSize(20)
          .withSchedule(ScheduleSpec.of(ScheduleKind.CONSTANT, 0.02))
          .withClipping(new GradientClipping(0, 1))
          .withSeed(SEED);

  @Test
  @DisplayName("is learnt by the LSTM: on fresh sequences its error is a tenth of the constant's")
  void lstm() {
    double error = errorAfterTraining(Cells.LSTM);
    assertTrue(error < 0.1 * CONSTANT_GUESS, "squared error " + error);
  }

  @Test
  @DisplayName("is not learnt by the plain RNN: it does no better than the constant")
  void plainRnn() {
    double error = errorAfterTraining(Cells.RNN);
    assertTrue(error > 0.9 * CONSTANT_GUESS, "squared error " + error);
  }

  /** Mean squared error on sequences that were not trained on. */
  private static double errorAfterTraining(String cell) {
    NetworkSpec spec = NetworkSpec.of(SUMS, cell, 16);
    float[] parameters =
        new LocalTrainer(spec, BUDGET, TinyTasks.GEMM)
            .train(sums(2000, SEED), null, List.of())
            .parameters();
    SequenceShare fresh = sums(500, SEED + 1000);
    return Evaluation.of(Evaluator.evaluate(spec, parameters, fresh, 50, 0, TinyTasks.GEMM))
        .meanLoss();
  }

  /** At each step a number and whether it is to be added. */
  private static SequenceShare sums(int count, long seed) {
    RandomStream random = new RandomStream(seed);
    List<Sequence> sequences = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] features = new float[2 * STEPS];
      for (int t = 0; t < STEPS; t++) {
        features[2 * t] = random.nextFloat();
      }
      int first = random.nextInt(STEPS / 2);
      int second = STEPS / 2 + random.nextInt(STEPS / 2);
      features[2 * first + 1] = 1;
      features[2 * second + 1] = 1;
      float sum = features[2 * first] + features[2 * second];
      sequences.add(Sequence.ofFeatures("sum " + i, features, 2).withValues(sum));
    }
    return TinyTasks.share(SUMS, sequences);
  }
}
