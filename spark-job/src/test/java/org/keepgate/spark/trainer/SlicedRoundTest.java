package org.keepgate.spark.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepgate.averaging.AveragingKind;
import org.keepgate.averaging.AveragingSpec;
import org.keepgate.averaging.OptimizerStatePolicy;
import org.keepgate.averaging.WeightedAverage;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.spark.SharedSpark;
import org.keepgate.training.RoundEntry;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.TrainingResult;

@DisplayName("Rounds reduced by slices: the bits of rounds that the driver has collected")
class SlicedRoundTest {
  private static final NetworkSpec TEXT = SmallTask.network(SmallTask.TEXT);
  private static final int WORKERS = 3;

  private final JavaSparkContext spark = SharedSpark.context();

  @AfterEach
  void asFound() {
    spark.sc().conf().remove(ReductionWay.SETTING);
    spark.sc().conf().remove("spark.driver.maxResultSize");
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  @DisplayName("every strategy, with every policy for optimizer states, diagnostics included")
  void sameBits(AveragingKind kind) {
    JavaRDD<SequenceBlock> shares = shares();
    for (OptimizerStatePolicy policy : OptimizerStatePolicy.values()) {
      if (policy == OptimizerStatePolicy.BMUF_ADAM && !kind.hasMomentum()) {
        continue;
      }
      TrainingOptions options = options(kind, policy).withMaxRounds(4);
      TrainingResult collected = train("driver", options, shares);
      TrainingResult sliced = train("slices", options, shares);
      assertEquals(SmallTask.bits(collected), SmallTask.bits(sliced), policy.key());
      assertEquals(drifts(collected), drifts(sliced), policy.key());
      for (RoundEntry round : sliced.history().rounds()) {
        assertTrue(round.diagnostics().reduceSeconds() > 0, "the executors' summing counts");
      }
    }
  }

  @Test
  @DisplayName("slices are asked for in groups that spark.driver.maxResultSize allows")
  void groups() {
    TrainingOptions options = options(AveragingKind.PLAIN, OptimizerStatePolicy.AVERAGE);
    TrainingResult collected = train("driver", options, shares());
    long model = 4L * 3 * TEXT.layout().size();
    spark.sc().conf().set("spark.driver.maxResultSize", model / 2 + "b");
    assertEquals(SmallTask.bits(collected), SmallTask.bits(train("slices", options, shares())));
  }

  @Test
  @DisplayName("a piece arrives with its weight and its own array, and is no copy before")
  void pieces() throws IOException, ClassNotFoundException {
    float[] values = new float[10_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(i * 0x1234567); // not-a-numbers too
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new SlicePiece(2.5, values, 100, 5000));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      WeightedAverage average = new WeightedAverage();
      ((SlicePiece) in.readObject()).addTo(average);
      float[] arrived = average.mean();
      assertTrue(arrived != null && arrived.length == 5000);
      for (int i = 0; i < 5000; i++) {
        assertEquals(Float.floatToRawIntBits(values[100 + i]), Float.floatToRawIntBits(arrived[i]));
      }
      assertEquals(2.5, average.weightSum());
    }
  }

  private TrainingResult train(String way, TrainingOptions options, JavaRDD<SequenceBlock> shares) {
    spark.sc().conf().set(ReductionWay.SETTING, way);
    return SmallTask.train(TEXT, options, shares, shares);
  }

  private static List<Object> drifts(TrainingResult result) {
    List<Object> drifts = new ArrayList<>();
    for (RoundEntry round : result.history().rounds()) {
      drifts.add(round.diagnostics().drift());
      drifts.add(round.diagnostics().displacement());
      drifts.add(round.diagnostics().lossAtEnd());
      drifts.add(round.diagnostics().driftByView());
    }
    return drifts;
  }

  private JavaRDD<SequenceBlock> shares() {
    return SmallTask.deal(spark, SmallTask.texts(40, 1), SmallTask.TEXT, WORKERS);
  }

  private static TrainingOptions options(AveragingKind kind, OptimizerStatePolicy policy) {
    return SmallTask.options(WORKERS)
        .withSegmentLength(10)
        .withAveraging(AveragingSpec.of(kind, WORKERS).withInterval(2).withOptimizerState(policy));
  }
}
