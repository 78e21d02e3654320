package org.keepgate.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.math.Gemm;
import org.keepgate.network.NetworkSpec;
import org.keepgate.optimizer.GradientClipping;
import org.keepgate.optimizer.OptimizerKind;
import org.keepgate.optimizer.OptimizerSpec;
import org.keepgate.optimizer.ScheduleKind;
import org.keepgate.optimizer.ScheduleSpec;
import org.keepgate.sequence.SequenceShare;

@DisplayName("Training in bf16: fast where the processor is, float32 elsewhere, and said so")
class PrecisionTest {
  private static final NetworkSpec SPEC = TinyTasks.network(TinyTasks.TEXTS, 24, 0);
  private static final SequenceShare SHARE =
      TinyTasks.share(TinyTasks.TEXTS, TinyTasks.texts(90, 1));
  private static final TrainingOptions OPTIONS =
      TrainingOptions.defaults()
          .withBatchSize(8)
          .withMaxIter(10)
          .withSchedule(ScheduleSpec.of(ScheduleKind.CONSTANT, 0.01))
          .withPrecision(Precision.BF16);

  private static Gemm exact() {
    Gemm gemm = Gemm.chosen();
    assumeTrue(gemm.inBf16() != gemm, "bf16 is not faster here");
    return gemm;
  }

  @Test
  @DisplayName("products without bf16 stay as they are, with a sentence that says why")
  void obstacle() {
    String obstacle = String.valueOf(Precision.BF16.obstacle(TinyTasks.GEMM));
    assertTrue(obstacle.contains("computes in float32"), obstacle);
    assertTrue(obstacle.contains("AVX512_BF16 or AMX"), obstacle);
    assertTrue(obstacle.endsWith(TinyTasks.GEMM.fingerprint()), obstacle);
    assertSame(TinyTasks.GEMM, Precision.BF16.products(TinyTasks.GEMM));
    assertNull(Precision.FLOAT32.obstacle(TinyTasks.GEMM));
    assertSame(TinyTasks.GEMM, Precision.FLOAT32.products(TinyTasks.GEMM));
  }

  @Test
  @DisplayName("without bf16 the training is that of float32, to the bit, and its fingerprint, too")
  void fallsBack() {
    TrainingResult wanted = train(OPTIONS.withMaxIter(1), TinyTasks.GEMM);
    TrainingResult exact =
        train(OPTIONS.withMaxIter(1).withPrecision(Precision.FLOAT32), TinyTasks.GEMM);
    assertArrayEquals(TinyTasks.bits(exact.parameters()), TinyTasks.bits(wanted.parameters()));
    assertEquals(TinyTasks.GEMM.fingerprint(), wanted.fingerprint());
  }

  @Test
  @DisplayName("the sentence is logged once, however many workers there are; else nothing is")
  void loggedOnce() {
    List<String> lines = new ArrayList<>();
    AtomicBoolean said = new AtomicBoolean();
    assertSame(TinyTasks.GEMM, Precision.FLOAT32.products(TinyTasks.GEMM, said, lines::add));
    assertEquals(List.of(), lines);
    for (int worker = 0; worker < 3; worker++) {
      assertSame(TinyTasks.GEMM, Precision.BF16.products(TinyTasks.GEMM, said, lines::add));
    }
    assertEquals(List.of(String.valueOf(Precision.BF16.obstacle(TinyTasks.GEMM))), lines);
  }

  @Test
  @DisplayName("the online regime has no products, and keeps its fingerprint")
  void online() {
    TrainingOptions online = OPTIONS.withBatchSize(1).withRegime(Regime.ONLINE);
    Gemm gemm = exact();
    assertSame(gemm, online.products(gemm));
    assertSame(gemm.inBf16(), OPTIONS.products(gemm));
  }

  @Test
  @DisplayName("it learns what float32 learns, with other bits, and the same ones again")
  void learns() {
    Gemm gemm = exact();
    TrainingResult once = train(OPTIONS, gemm);
    TrainingResult again = train(OPTIONS, gemm);
    TrainingResult exact = train(OPTIONS.withPrecision(Precision.FLOAT32), gemm);
    assertArrayEquals(TinyTasks.bits(once.parameters()), TinyTasks.bits(again.parameters()));
    assertTrue(!Arrays.equals(once.parameters(), exact.parameters()), "nothing was rounded");
    assertTrue(once.fingerprint().startsWith("onednn-bf16 "), once.fingerprint());
    List<RoundEntry> rounds = once.history().rounds();
    assertTrue(
        rounds.get(rounds.size() - 1).trainLoss() < 0.75 * rounds.get(0).trainLoss(), "it learns");
    for (int k = 0; k < rounds.size(); k++) {
      double expected = exact.history().rounds().get(k).trainLoss();
      assertEquals(expected, rounds.get(k).trainLoss(), 0.01 * expected, "epoch " + (k + 1));
    }
  }

  @Test
  @DisplayName("the gradient of a whole network is within 1 % of float32's, measured by its norm")
  void gradient() {
    Gemm gemm = exact();
    NetworkSpec spec = TinyTasks.network(TinyTasks.TEXTS, 64, 0).withLayers(2);
    TrainingOptions one =
        OPTIONS
            .withMaxRounds(1)
            .withAveragingInterval(1)
            .withBatchSize(32)
            .withOptimizer(OptimizerSpec.of(OptimizerKind.SGD))
            .withSchedule(ScheduleSpec.of(ScheduleKind.CONSTANT, 1))
            .withClipping(GradientClipping.none());
    float[] start = spec.initialParameters(one.seed());
    float[] rounded = gradient(start, train(spec, one, gemm));
    float[] exact = gradient(start, train(spec, one.withPrecision(Precision.FLOAT32), gemm));
    double difference = 0;
    double size = 0;
    for (int j = 0; j < exact.length; j++) {
      difference += Math.pow((double) rounded[j] - exact[j], 2);
      size += Math.pow(exact[j], 2);
    }
    double relative = Math.sqrt(difference / size);
    assertTrue(relative > 1e-5 && relative < 0.01, "relative L2 distance " + relative);
  }

  /** What one step of gradient descent with a rate of 1 has subtracted. */
  private static float[] gradient(float[] start, TrainingResult after) {
    float[] gradient = new float[start.length];
    for (int j = 0; j < start.length; j++) {
      gradient[j] = start[j] - after.parameters()[j];
    }
    return gradient;
  }

  @Test
  @DisplayName("a hundred minibatches more allocate less than one gradient")
  void allocatesNothingPerMinibatch() {
    WorkerRun run = new WorkerRun(SPEC, OPTIONS.withBatchSize(4).withSegmentLength(5), exact());
    RoundStart start =
        TrainingState.start(SPEC.initialParameters(1), OPTIONS).sharedStart(OPTIONS.averaging());
    Runnable few = () -> run.run(0, SHARE, new Round(0, 0, 0, 20, 10, 1), start, new float[0]);
    Runnable many = () -> run.run(0, SHARE, new Round(0, 0, 0, 120, 10, 1), start, new float[0]);
    many.run(); // classes are loaded
    long grown = -allocated(few) + allocated(many);
    assertTrue(grown < 4L * start.parameters().length, grown + " bytes in 100 minibatches");
  }

  private static long allocated(Runnable work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE; // of several passes: in one of them a class may be loaded, once
    for (int pass = 0; pass < 3; pass++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      work.run();
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }

  private static TrainingResult train(TrainingOptions options, Gemm gemm) {
    return train(SPEC, options, gemm);
  }

  private static TrainingResult train(NetworkSpec spec, TrainingOptions options, Gemm gemm) {
    return new LocalTrainer(spec, options, gemm).train(SHARE, null, List.of());
  }
}
