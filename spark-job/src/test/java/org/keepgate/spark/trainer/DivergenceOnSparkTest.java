package org.keepgate.spark.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepgate.averaging.OptimizerStatePolicy;
import org.keepgate.math.Gemm;
import org.keepgate.network.NetworkSpec;
import org.keepgate.optimizer.GradientClipping;
import org.keepgate.optimizer.OptimizerKind;
import org.keepgate.optimizer.OptimizerSpec;
import org.keepgate.optimizer.ScheduleKind;
import org.keepgate.optimizer.ScheduleSpec;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;
import org.keepgate.spark.SharedSpark;
import org.keepgate.training.Divergence;
import org.keepgate.training.DivergenceException;
import org.keepgate.training.DivergencePolicy;
import org.keepgate.training.DivergenceSpec;
import org.keepgate.training.History;
import org.keepgate.training.LocalTrainer;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.TrainingResult;

@DisplayName(
    "Divergence on Spark: found in the worker, named, answered with the same bits everywhere")
class DivergenceOnSparkTest {
  private static final SequenceFormat SERIES = SequenceFormat.forecaster(1, 1, Readout.EVERY_STEP);
  private static final NetworkSpec SPEC = NetworkSpec.of(SERIES, "lstm", 6);
  private static final int WORKERS = 3;
  private static final TrainingOptions OPTIONS =
      TrainingOptions.defaults()
          .withMaxIter(2)
          .withBatchSize(4)
          .withShuffle(false) // the shortest sequence comes last
          .withAveragingInterval(2)
          .withNumWorkers(WORKERS)
          .withOptimizer(OptimizerSpec.of(OptimizerKind.SGD))
          .withSchedule(ScheduleSpec.of(ScheduleKind.CONSTANT, 0.05));
  private static final TrainingOptions LEAPING = // descents that leap ever farther
      OPTIONS
          .withSchedule(ScheduleSpec.of(ScheduleKind.CONSTANT, 12))
          .withClipping(GradientClipping.none());

  @ParameterizedTest(name = "a target of {0}: {1}")
  @CsvSource({"4e3, above explodingLoss", "3e38, first not finite"})
  @DisplayName("what is wrong in one worker's share is found there and named")
  void named(float size, String finding) {
    JavaRDD<SequenceBlock> shares = shares(SharedSpark.context(), WORKERS, size);
    int holder = holderOfPlanted(shares);
    Divergence found =
        assertThrows(DivergenceException.class, () -> train(OPTIONS, shares)).divergence();
    assertEquals(holder, found.worker(), found.toString());
    assertEquals(0, found.epoch());
    assertTrue(found.minibatch() >= 0 && !(found.gradientNorm() < 100), found.toString());
    assertTrue(found.where().startsWith(finding), found.where());
    assertTrue(
        found.where().matches(".*(layers\\.0\\.forward\\.\\w+\\[.*] \\(.* unit \\d\\)|head\\..*)"),
        found.where());
    assertTrue(found.place().startsWith("first in sequence 'planted' (number "), found.place());
    assertTrue(found.place().contains(" at time step 5,"), found.place());
  }

  @Test
  @DisplayName("skip-batch and rollback: the same bits and history on one core and on two")
  void sameBits() {
    List<List<Object>> bits = new ArrayList<>();
    for (String master : List.of("local[1]", "local[2]")) {
      SharedSpark.stop();
      try (JavaSparkContext spark = new JavaSparkContext(SharedSpark.conf(master))) {
        List<Object> one = new ArrayList<>();
        TrainingResult skipped = train(skipping(OPTIONS), shares(spark, WORKERS, 4e3f));
        one.addAll(bits(skipped));
        one.addAll(bits(train(rollingBack(LEAPING), shares(spark, WORKERS, 0))));
        bits.add(one);
        assertEquals(2, skipped.history().skippedBatches(), "one an epoch");
      }
    }
    assertEquals(bits.get(0), bits.get(1));
  }

  @Test
  @DisplayName("with one worker they give the bits and the history of the local trainer")
  void oneWorkerIsLocal() {
    JavaSparkContext spark = SharedSpark.context();
    History skipped = assertLocal(skipping(OPTIONS), shares(spark, 1, 4e3f));
    assertEquals(2, skipped.skippedBatches());
    assertEquals(0, skipped.rollbacks());
    History again = assertLocal(rollingBack(LEAPING), shares(spark, 1, 0));
    assertTrue(again.rollbacks() > 0, "nothing diverged");
    assertEquals(0, again.skippedBatches());
    double rate = again.rounds().get(again.rounds().size() - 1).learningRate();
    assertEquals(12 * Math.scalb(1.0, -again.rollbacks()), rate);
    TrainingOptions keeping =
        LEAPING
            .withOptimizer(OptimizerSpec.of(OptimizerKind.MOMENTUM))
            .withAveraging(LEAPING.averaging().withOptimizerState(OptimizerStatePolicy.PER_WORKER));
    assertTrue(assertLocal(rollingBack(keeping), shares(spark, 1, 0)).rollbacks() > 0);
  }

  private static History assertLocal(TrainingOptions options, JavaRDD<SequenceBlock> only) {
    TrainingOptions alone = options.withNumWorkers(1);
    SequenceShare share = SmallTask.share(SERIES, only);
    TrainingResult local =
        new LocalTrainer(SPEC, alone, Gemm.chosen()).train(share, share, List.of());
    TrainingResult distributed = train(alone, only);
    assertEquals(bits(local), bits(distributed));
    return distributed.history();
  }

  private static TrainingOptions skipping(TrainingOptions options) {
    return options.withDivergence(DivergenceSpec.fail().withPolicy(DivergencePolicy.SKIP_BATCH));
  }

  private static TrainingOptions rollingBack(TrainingOptions options) {
    DivergenceSpec spec = DivergenceSpec.fail().withPolicy(DivergencePolicy.ROLLBACK);
    return options.withDivergence(spec.withMaxRollbacks(20));
  }

  private static TrainingResult train(TrainingOptions options, JavaRDD<SequenceBlock> shares) {
    return SmallTask.train(SPEC, options, shares, shares);
  }

  /** Beside the bits of a training, how it got over what diverged, in words. */
  private static List<Object> bits(TrainingResult result) {
    List<Object> bits = SmallTask.bits(result);
    result.history().rounds().forEach(round -> bits.add(round.recovery()));
    return bits;
  }

  private static int holderOfPlanted(JavaRDD<SequenceBlock> shares) {
    List<List<SequenceBlock>> all = shares.glom().collect();
    for (int worker = 0; worker < all.size(); worker++) {
      SequenceShare share = new SequenceShare(SERIES, all.get(worker));
      for (int n = 0; n < share.count(); n++) {
        if (share.key(n).equals("planted")) {
          return worker;
        }
      }
    }
    throw new AssertionError("nobody holds the planted sequence");
  }

  /**
   * Sines and their next values.
   *
   * @param planted targets of one more sequence from its fifth step on; 0 = none
   */
  private static JavaRDD<SequenceBlock> shares(JavaSparkContext spark, int workers, float planted) {
    Random random = new Random(7);
    List<Sequence> all = new ArrayList<>();
    for (int i = 0; i < 36; i++) {
      float[] features = new float[8 + random.nextInt(8)];
      float[] values = new float[features.length];
      double phase = 6 * random.nextDouble();
      for (int t = 0; t < features.length; t++) {
        features[t] = (float) Math.sin(phase + 0.5 * t);
        values[t] = (float) Math.sin(phase + 0.5 * (t + 1));
      }
      all.add(Sequence.ofFeatures("series " + i, features, 1).withValues(values));
    }
    if (planted != 0) {
      float[] values = new float[7];
      Arrays.fill(values, 4, 7, planted);
      all.add(Sequence.ofFeatures("planted", new float[7], 1).withValues(values));
    }
    return SmallTask.deal(spark, all, SERIES, workers);
  }
}
