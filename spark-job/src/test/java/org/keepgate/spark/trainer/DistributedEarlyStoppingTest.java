package org.keepgate.spark.trainer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.math.Gemm;
import org.keepgate.network.NetworkSpec;
import org.keepgate.optimizer.ScheduleKind;
import org.keepgate.optimizer.ScheduleSpec;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceShare;
import org.keepgate.spark.SharedSpark;
import org.keepgate.training.EarlyStoppingSpec;
import org.keepgate.training.LocalBackend;
import org.keepgate.training.RoundEntry;
import org.keepgate.training.StopReason;
import org.keepgate.training.TrainingControls;
import org.keepgate.training.TrainingLoop;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.TrainingResult;
import org.keepgate.training.TrainingState;

@DisplayName("Early stopping on Spark: validated every other round, the best restored")
class DistributedEarlyStoppingTest {
  private static final NetworkSpec TABLE = SmallTask.network(SmallTask.TABLE);
  private static final TrainingOptions OPTIONS =
      SmallTask.options(2)
          .withMaxIter(50)
          .withSchedule(ScheduleSpec.of(ScheduleKind.CONSTANT, 0.02)) // learns rows by heart
          .withValidationInterval(2)
          .withEarlyStopping(new EarlyStoppingSpec(3, 0.001));

  private final JavaSparkContext spark = SharedSpark.context();

  @Test
  @DisplayName("stops where workers in one JVM stop, with the parameters of its best round")
  void stopsAndRestores() {
    JavaRDD<SequenceBlock> training = SmallTask.deal(spark, rows(60, 1), SmallTask.TABLE, 2);
    JavaRDD<SequenceBlock> validation = SmallTask.deal(spark, rows(30, 2), SmallTask.TABLE, 2);
    TrainingResult stopped = SmallTask.train(TABLE, OPTIONS, training, validation);

    assertEquals(StopReason.EARLY_STOPPING, stopped.stopReason());
    List<RoundEntry> rounds = stopped.history().rounds();
    int bestRound = 0;
    double best = Double.POSITIVE_INFINITY;
    int worse = 0;
    for (RoundEntry round : rounds) {
      assertEquals(round.round() % 2 == 0, !round.validation().isEmpty(), "every other round");
      double loss = round.validation().getOrDefault("loss", Double.NaN);
      if (loss < best - 0.001) {
        best = loss;
        bestRound = round.round();
        worse = 0;
      } else {
        worse += Double.isNaN(loss) ? 0 : 1;
      }
      assertEquals(round.round() == rounds.size(), worse == 3, "at round " + round.round());
    }
    assertEquals(bestRound, stopped.bestRound());
    assertTrue(bestRound > 2 && bestRound < rounds.size() - 4, "something was learned before");
    assertEquals(best, Objects.requireNonNull(stopped.validation()).meanLoss());

    TrainingOptions untilThere =
        OPTIONS.withEarlyStopping(EarlyStoppingSpec.off()).withMaxRounds(bestRound);
    assertArrayEquals(
        SmallTask.train(TABLE, untilThere, training, validation).parameters(),
        stopped.parameters(),
        "the parameters after the best round");
    assertEquals(SmallTask.bits(local(training, validation)), SmallTask.bits(stopped));
  }

  /** The class is the sign of a number of the last step; of every fifth row it is not. */
  private static List<Sequence> rows(int count, long seed) {
    List<Sequence> rows = new ArrayList<>();
    for (Sequence row : SmallTask.rows(count, seed)) {
      float[] features = Objects.requireNonNull(row.features());
      int sign = features[features.length - 3] > 0 ? 1 : 0;
      rows.add(row.withClasses(rows.size() % 5 == 0 ? 1 - sign : sign));
    }
    return rows;
  }

  private static TrainingResult local(
      JavaRDD<SequenceBlock> training, JavaRDD<SequenceBlock> validation) {
    try (LocalBackend backend =
        new LocalBackend(TABLE, OPTIONS, Gemm.chosen(), shares(training), shares(validation))) {
      return new TrainingLoop(OPTIONS)
          .run(
              TrainingState.start(TABLE.initialParameters(OPTIONS.seed()), OPTIONS),
              backend,
              List.of(),
              TrainingControls.none());
    }
  }

  private static List<SequenceShare> shares(JavaRDD<SequenceBlock> dealt) {
    List<SequenceShare> shares = new ArrayList<>();
    for (List<SequenceBlock> blocks : dealt.glom().collect()) {
      shares.add(new SequenceShare(SmallTask.TABLE, blocks));
    }
    return shares;
  }
}
