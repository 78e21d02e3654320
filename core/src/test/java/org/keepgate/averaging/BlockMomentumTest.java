package org.keepgate.averaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepgate.math.RandomStream;
import org.keepgate.optimizer.GradientClipping;
import org.keepgate.optimizer.OptimizerKind;
import org.keepgate.optimizer.OptimizerSpec;
import org.keepgate.optimizer.OptimizerState;

@DisplayName("Block momentum, against the papers' equations in double")
class BlockMomentumTest {
  private static final int SIZE = 257;
  private static final double[] RATES = {0.1, 0.08, 0.02, 0.02, 0.05}; // of five rounds

  /** What a paper makes of a round: from the workers' start and their mean to the next start. */
  private interface Paper {
    double[] next(double[] start, double[] mean, double rate);
  }

  @Test
  @DisplayName("BMUF, classical: Δ = η Δ' + ζ G, W = W' + Δ")
  void classical() {
    double[] update = new double[SIZE];
    assertFollows(
        spec(AveragingKind.BLOCK_MOMENTUM, 0.75, 0.8),
        (start, mean, rate) -> {
          double[] next = new double[SIZE];
          for (int i = 0; i < SIZE; i++) {
            update[i] = 0.75 * update[i] + 0.8 * (mean[i] - start[i]);
            next[i] = start[i] + update[i];
          }
          return next;
        });
  }

  @Test
  @DisplayName("BMUF, Nesterov: workers start at W + η Δ, which is not W")
  void nesterov() {
    double[] update = new double[SIZE];
    double[] global = new double[SIZE];
    boolean[] began = new boolean[1];
    assertFollows(
        spec(AveragingKind.BLOCK_MOMENTUM_NESTEROV, 0.75, 0.8),
        (start, mean, rate) -> {
          if (!began[0]) {
            System.arraycopy(start, 0, global, 0, SIZE);
            began[0] = true;
          }
          double[] next = new double[SIZE];
          for (int i = 0; i < SIZE; i++) {
            update[i] = 0.75 * update[i] + 0.8 * (mean[i] - start[i]);
            global[i] += update[i];
            next[i] = global[i] + 0.75 * update[i];
          }
          return next;
        });
  }

  @Test
  @DisplayName("outer Nesterov: SGD with Nesterov momentum on the negative displacement (DiLoCo)")
  void outerNesterov() {
    double[] buffer = new double[SIZE];
    assertFollows(
        AveragingSpec.of(AveragingKind.OUTER_NESTEROV, 8),
        (start, mean, rate) -> {
          double[] next = new double[SIZE];
          for (int i = 0; i < SIZE; i++) {
            double gradient = start[i] - mean[i];
            buffer[i] = 0.9 * buffer[i] + gradient;
            next[i] = start[i] - 0.7 * (gradient + 0.9 * buffer[i]);
          }
          return next;
        });
  }

  @Test
  @DisplayName("SlowMo: u = β u + (x₀ − x̄)/γ, x = x₀ − α γ u, with a rate γ that changes")
  void slowMo() {
    double[] slow = new double[SIZE];
    assertFollows(
        spec(AveragingKind.SLOW_MO, 0.6, 0.9),
        (start, mean, rate) -> {
          double[] next = new double[SIZE];
          for (int i = 0; i < SIZE; i++) {
            slow[i] = 0.6 * slow[i] + (start[i] - mean[i]) / rate;
            next[i] = start[i] - 0.9 * rate * slow[i];
          }
          return next;
        });
  }

  @Test
  @DisplayName("BMUF's Nesterov form with DiLoCo's constants is outer Nesterov, bit for bit")
  void oneFamily() {
    assertSameBits(
        spec(AveragingKind.BLOCK_MOMENTUM_NESTEROV, 0.9, 0.7),
        AveragingSpec.of(AveragingKind.OUTER_NESTEROV, 8),
        0.3,
        0.1);
  }

  @Test
  @DisplayName("SlowMo at a constant rate is BMUF's classical form, bit for bit")
  void slowMoAtConstantRate() {
    AveragingSpec slow = spec(AveragingKind.SLOW_MO, 0.75, 0.8);
    AveragingSpec classical = spec(AveragingKind.BLOCK_MOMENTUM, 0.75, 0.8);
    assertSameBits(slow, classical, 0.1, 0.1);
    GlobalModel start = start(1);
    float[] falling = rounds(slow, start, 0.3, 0.1).get(1).parameters();
    assertFalse(
        Arrays.equals(falling, rounds(classical, start, 0.3, 0.1).get(1).parameters()),
        "the momentum of SlowMo follows the rate");
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = AveragingKind.class,
      names = {"PLAIN", "GRADIENTS"},
      mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("without momentum, at rate 1, each is the plain average, bit for bit, −0 included")
  void withoutMomentum(AveragingKind kind) {
    GlobalModel start = start(1);
    float[] mean = vector(2);
    mean[0] = -0f;
    mean[1] = 1e-30f; // beside a start of about 1 a displacement would lose it
    GlobalModel next = next(spec(kind, 0, 1), start, mean, new RoundPace(0, 0.1));
    assertArrayEquals(bits(mean), bits(next.parameters()));
    for (int i = 0; i < SIZE; i++) {
      float displacement = (float) ((double) mean[i] - start.parameters()[i]);
      assertEquals(displacement, next.averaging().blockUpdate()[i]);
    }
  }

  @Test
  @DisplayName("during its warm-up, momentum rises linearly from 0")
  void warmup() {
    AveragingSpec warming = spec(AveragingKind.BLOCK_MOMENTUM, 0.8, 1).withBlockWarmupEpochs(2);
    GlobalModel second = next(spec(AveragingKind.BLOCK_MOMENTUM, 0, 1), start(1), vector(2), at(0));
    float[] mean = vector(3);
    for (double[] part : new double[][] {{0, 0}, {0.5, 0.2}, {1, 0.4}, {2, 0.8}, {7, 0.8}}) {
      float[] expected =
          next(spec(AveragingKind.BLOCK_MOMENTUM, part[1], 1), second, mean, at(0)).parameters();
      assertArrayEquals(expected, next(warming, second, mean, at(part[0])).parameters(), 1e-6f);
    }
  }

  @Test
  @DisplayName(
      "the momentum of 8 workers is 7/8, of one 0; a rate of 0 moves nothing beyond the mean")
  void constants() {
    assertEquals(0.875, AveragingSpec.of(AveragingKind.BLOCK_MOMENTUM, 8).blockMomentum());
    assertEquals(0, AveragingSpec.of(AveragingKind.BLOCK_MOMENTUM_NESTEROV, 1).blockMomentum());
    AveragingSpec slow = spec(AveragingKind.SLOW_MO, 0.5, 1);
    GlobalModel first = next(slow, start(1), vector(2), new RoundPace(0, 0.1));
    GlobalModel still = next(slow, first, first.parameters().clone(), new RoundPace(1, 0));
    assertEquals(0.1, still.averaging().learningRate(), "of the last round that had one");
    assertArrayEquals(first.parameters(), still.parameters());
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  @DisplayName("if nobody worked, nothing changes")
  void nobodyWorked(AveragingKind kind) {
    GlobalModel before = next(spec(AveragingKind.SLOW_MO, 0.5, 1), start(1), vector(2), at(0));
    AveragingStrategy strategy = strategy(AveragingSpec.of(kind, 4));
    WorkerMean nothing = new WorkerMean(null, new float[0][], 0, WorkerOptimizers.none());
    assertSame(before, strategy.next(before, nothing, at(1)));
  }

  private static void assertFollows(AveragingSpec spec, Paper paper) {
    AveragingStrategy strategy = strategy(spec);
    GlobalModel model = start(1);
    double[] expected = doubles(model.parameters());
    for (int round = 0; round < RATES.length; round++) {
      float[] mean = moved(model.parameters(), round);
      expected = paper.next(expected, shifted(expected, model.parameters(), mean), RATES[round]);
      model = strategy.next(model, mean(mean), new RoundPace(round, RATES[round]));
      for (int i = 0; i < SIZE; i++) {
        assertEquals(expected[i], model.parameters()[i], 2e-6, "round " + round);
      }
    }
  }

  /** The mean as the paper's own start would see it, so that rounding does not pile up. */
  private static double[] shifted(double[] exact, float[] start, float[] mean) {
    double[] shifted = new double[SIZE];
    Arrays.setAll(shifted, i -> exact[i] + ((double) mean[i] - start[i]));
    return shifted;
  }

  private static void assertSameBits(AveragingSpec one, AveragingSpec other, double... rates) {
    List<GlobalModel> first = rounds(one, start(1), rates);
    List<GlobalModel> second = rounds(other, start(1), rates);
    for (int round = 0; round < rates.length; round++) {
      assertArrayEquals(bits(first.get(round).parameters()), bits(second.get(round).parameters()));
    }
  }

  private static List<GlobalModel> rounds(AveragingSpec spec, GlobalModel start, double... rates) {
    List<GlobalModel> models = new ArrayList<>();
    GlobalModel model = start;
    for (int round = 0; round < rates.length; round++) {
      RoundPace pace = new RoundPace(round, rates[round]);
      model = next(spec, model, moved(model.parameters(), round), pace);
      models.add(model);
    }
    return models;
  }

  private static GlobalModel next(
      AveragingSpec spec, GlobalModel before, float[] mean, RoundPace pace) {
    return strategy(spec).next(before, mean(mean), pace);
  }

  private static AveragingStrategy strategy(AveragingSpec spec) {
    return spec.create(OptimizerSpec.of(OptimizerKind.SGD), GradientClipping.none());
  }

  private static AveragingSpec spec(AveragingKind kind, double momentum, double rate) {
    return AveragingSpec.of(kind, 1)
        .withBlockMomentum(momentum)
        .withBlockLearningRate(rate)
        .withBlockWarmupEpochs(0);
  }

  private static RoundPace at(double epochs) {
    return new RoundPace(epochs, 0.1);
  }

  private static WorkerMean mean(float[] values) {
    return new WorkerMean(values.clone(), new float[0][], 4, WorkerOptimizers.none());
  }

  private static GlobalModel start(long seed) {
    return new GlobalModel(vector(seed), OptimizerState.zero(0, 0), AveragingState.none());
  }

  private static float[] moved(float[] from, int round) {
    float[] step = vector(100 + round);
    float[] moved = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      moved[i] = from[i] + 0.1f * step[i];
    }
    return moved;
  }

  private static float[] vector(long seed) {
    RandomStream random = new RandomStream(seed);
    float[] values = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }
}
