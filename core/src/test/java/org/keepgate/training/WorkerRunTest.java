package org.keepgate.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.network.NetworkSpec;
import org.keepgate.optimizer.GradientClipping;
import org.keepgate.optimizer.OptimizerKind;
import org.keepgate.optimizer.OptimizerSpec;
import org.keepgate.optimizer.ScheduleKind;
import org.keepgate.optimizer.ScheduleSpec;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceShare;

@DisplayName("A worker's part of a round")
class WorkerRunTest {
  private static final NetworkSpec SPEC = TinyTasks.network(TinyTasks.TEXTS, 8, 0.2);
  private static final TrainingOptions OPTIONS =
      TrainingOptions.defaults().withBatchSize(4).withSegmentLength(5);
  private static final SequenceShare SHARE =
      TinyTasks.share(TinyTasks.TEXTS, TinyTasks.texts(8, 1));

  @Test
  @DisplayName("is pure: again it gives the same bits, and what it started from is untouched")
  void isPure() {
    WorkerRun run = new WorkerRun(SPEC, OPTIONS, TinyTasks.GEMM);
    RoundStart start = start(SPEC, OPTIONS).sharedStart(OPTIONS.averaging());
    float[] parameters = start.parameters().clone();
    float[] carried = new float[SPEC.carriedSize(4)];
    Arrays.fill(carried, 0.25f);
    Round second = new Round(1, 0, 3, 4, 10, 1);
    WorkerOutcome one = run.run(0, SHARE, second, start, carried);
    WorkerOutcome other =
        new WorkerRun(SPEC, OPTIONS, TinyTasks.GEMM).run(0, SHARE, second, start, carried);
    assertArrayEquals(TinyTasks.bits(one.parameters()), TinyTasks.bits(other.parameters()));
    assertArrayEquals(one.optimizer().vectors(), other.optimizer().vectors());
    assertArrayEquals(one.carried(), other.carried());
    assertEquals(one.metrics().lossSum(), other.metrics().lossSum());
    assertArrayEquals(parameters, start.parameters());
    assertEquals(0, start.optimizer().step());
    assertEquals(0.25f, carried[0]);
    assertEquals(4, one.minibatches());
    assertEquals(4, one.optimizer().step());
    assertEquals(4 * 4 * 5, one.work());
    assertNull(one.divergence());
    float[] zero = new float[0];
    assertTrue(
        one.metrics().lossSum() != run.run(0, SHARE, second, start, zero).metrics().lossSum(),
        "the carried state was not read");
  }

  @Test
  @DisplayName(
      "weight noise is decided by the seed and changes the training, not what it starts from")
  void weightNoise() {
    NetworkSpec noisy =
        SPEC.withRegularization(SPEC.regularization().withWeightNoise(0.05).withDropout(0));
    RoundStart start = start(noisy, OPTIONS).sharedStart(OPTIONS.averaging());
    Round first = new Round(0, 0, 0, 4, 10, 1);
    float[] none = new float[0];
    WorkerRun run = new WorkerRun(noisy, OPTIONS, TinyTasks.GEMM);
    float[] once = run.run(0, SHARE, first, start, none).parameters();
    assertArrayEquals(once, run.run(0, SHARE, first, start, none).parameters());
    NetworkSpec clean = SPEC.withDropout(0);
    float[] without =
        new WorkerRun(clean, OPTIONS, TinyTasks.GEMM)
            .run(0, SHARE, first, start, none)
            .parameters();
    assertTrue(!Arrays.equals(without, once));
    double moved = 0;
    for (int j = 0; j < once.length; j++) { // the noise itself is not learnt: only its gradient
      moved = Math.max(moved, Math.abs(once[j] - start.parameters()[j]));
    }
    assertTrue(moved < 0.03, "Adam at 0.002 moves a parameter by some 0.01 in 4 steps: " + moved);
  }

  @Test
  @DisplayName("epoch, worker, learning rate factor and seed all matter")
  void everyArgumentMatters() {
    WorkerRun run = new WorkerRun(SPEC, OPTIONS, TinyTasks.GEMM);
    RoundStart start = start(SPEC, OPTIONS).sharedStart(OPTIONS.averaging());
    List<float[]> results = new ArrayList<>();
    float[] none = new float[0];
    results.add(run.run(0, SHARE, new Round(0, 0, 0, 4, 10, 1), start, none).parameters());
    results.add(run.run(0, SHARE, new Round(0, 1, 0, 4, 10, 1), start, none).parameters());
    results.add(run.run(0, SHARE, new Round(0, 0, 0, 4, 10, 0.5), start, none).parameters());
    results.add(run.run(1, SHARE, new Round(0, 0, 0, 4, 10, 1), start, none).parameters());
    WorkerRun seeded = new WorkerRun(SPEC, OPTIONS.withSeed(2), TinyTasks.GEMM);
    results.add(seeded.run(0, SHARE, new Round(0, 0, 0, 4, 10, 1), start, none).parameters());
    assertEquals(5, results.stream().map(Arrays::hashCode).distinct().count());
  }

  @Test
  @DisplayName("without minibatches left it has no work, no arrays and no metrics")
  void dry() {
    WorkerRun run = new WorkerRun(SPEC, OPTIONS, TinyTasks.GEMM);
    RoundStart start = start(SPEC, OPTIONS).sharedStart(OPTIONS.averaging());
    Round late = new Round(9, 0, 10_000, 4, 10, 1);
    SequenceShare empty = new SequenceShare(TinyTasks.TEXTS, List.of());
    for (WorkerOutcome outcome :
        List.of(
            run.run(0, SHARE, late, start, new float[0]),
            run.run(0, empty, new Round(0, 0, 0, 4, 10, 1), start, new float[0]))) {
      assertEquals(0, outcome.work());
      assertEquals(0, outcome.parameters().length);
      assertEquals(0, outcome.metrics().targetCount());
      assertEquals(TinyTasks.GEMM.fingerprint(), outcome.fingerprint());
    }
  }

  @Test
  @DisplayName("nothing carries over the end of an epoch, nor between whole sequences")
  void nothingCarriesOver() {
    RoundStart start = start(SPEC, OPTIONS).sharedStart(OPTIONS.averaging());
    Round whole = new Round(0, 0, 0, Integer.MAX_VALUE, 10, 1);
    WorkerRun segments = new WorkerRun(SPEC, OPTIONS, TinyTasks.GEMM);
    assertEquals(0, segments.run(0, SHARE, whole, start, new float[0]).carried().length);
    WorkerRun full = new WorkerRun(SPEC, OPTIONS.withSegmentLength(0), TinyTasks.GEMM);
    Round one = new Round(0, 0, 0, 1, 10, 1);
    assertEquals(0, full.run(0, SHARE, one, start, new float[0]).carried().length);
  }

  @Test
  @DisplayName("a hundred minibatches more allocate less than one gradient")
  void allocatesNothingPerMinibatch() {
    NetworkSpec spec = TinyTasks.network(TinyTasks.TEXTS, 48, 0);
    SequenceShare share = TinyTasks.share(TinyTasks.TEXTS, TinyTasks.texts(100, 1));
    WorkerRun run = new WorkerRun(spec, OPTIONS, TinyTasks.GEMM);
    RoundStart start = start(spec, OPTIONS).sharedStart(OPTIONS.averaging());
    run.run(0, share, new Round(0, 0, 0, 20, 10, 1), start, new float[0]); // classes are loaded
    long few =
        allocated(() -> run.run(0, share, new Round(0, 0, 0, 20, 10, 1), start, new float[0]));
    long many =
        allocated(() -> run.run(0, share, new Round(0, 0, 0, 120, 10, 1), start, new float[0]));
    long gradient = 4L * start.parameters().length;
    assertTrue(many - few < gradient, (many - few) + " bytes in 100 minibatches");
  }

  @Test
  @DisplayName(
      "a loss that explodes ends training: where it happened is said, the state before is kept and"
          + " saved")
  void diverges() {
    NetworkSpec spec = TinyTasks.network(TinyTasks.SERIES, 8, 0);
    TrainingOptions options =
        TrainingOptions.defaults()
            .withBatchSize(2)
            .withOptimizer(OptimizerSpec.of(OptimizerKind.SGD))
            .withSchedule(ScheduleSpec.of(ScheduleKind.CONSTANT, 1e4))
            .withClipping(GradientClipping.none())
            .withAveragingInterval(2)
            .withCheckpointInterval(0)
            .withCheckpointRounds(0)
            .withDivergence(DivergenceSpec.fail().withExplodingLoss(0));
    List<TrainingState> saved = new ArrayList<>();
    CheckpointWriter writer =
        state -> {
          saved.add(state);
          return "round-" + state.round();
        };
    DivergenceException thrown =
        assertThrows(
            DivergenceException.class,
            () ->
                trainSeries(
                    spec,
                    options,
                    TinyTasks.share(TinyTasks.SERIES, TinyTasks.series(20, 1)),
                    writer));
    Divergence divergence = thrown.divergence();
    assertEquals(0, divergence.worker());
    assertEquals(divergence.minibatch() + 10L * divergence.epoch(), divergence.step());
    TrainingState good = Objects.requireNonNull(thrown.lastGoodState());
    assertTrue(good.round() > 0 && good.round() == divergence.step() / 2, divergence.toString());
    assertTrue(Double.isFinite(GradientClipping.norm(good.parameters())));
    assertEquals(List.of(good), saved);
    String message = Objects.requireNonNull(thrown.getMessage());
    assertTrue(
        message.matches(
            "training diverged in epoch \\d+, minibatch \\d+ \\(optimizer step \\d+\\), worker 1:"
                + " loss \\S+, gradient norm \\S+, first not finite: (gradient of |parameter"
                + " )(head|layers\\.0\\.forward)\\.\\w+\\[\\d+(, \\d+)?].* is kept in round-"
                + good.round()
                + "\\. Lower stepSize, .*"),
        message);
  }

  @Test
  @DisplayName("a target too large for its gradient is found at the first minibatch that has it")
  void hugeTarget() {
    NetworkSpec spec = TinyTasks.network(TinyTasks.SERIES, 8, 0);
    TrainingOptions options = TrainingOptions.defaults().withBatchSize(1).withShuffle(false);
    List<Sequence> sequences = new ArrayList<>();
    sequences.add(Sequence.ofFeatures("long", new float[4], 1).withValues(new float[8]));
    sequences.add(
        Sequence.ofFeatures("bad", new float[] {1, 1}, 1).withValues(0, 0, Float.NaN, 3e38f));
    SequenceShare share = TinyTasks.share(TinyTasks.SERIES, sequences);
    DivergenceException thrown =
        assertThrows(
            DivergenceException.class, () -> trainSeries(spec, options, share, state -> ""));
    assertEquals(1, thrown.divergence().minibatch());
    assertEquals(0, Objects.requireNonNull(thrown.lastGoodState()).round());
    assertEquals(
        "first not finite: gradient of layers.0.forward.inputWeights[0, 0] (input gate, unit 0)",
        thrown.divergence().where());
    String place = thrown.divergence().place();
    assertTrue(
        place.startsWith("first in sequence 'bad' (number 2 of the worker's 2) at time step 2, in"),
        place);
  }

  private static void trainSeries(
      NetworkSpec spec, TrainingOptions options, SequenceShare share, CheckpointWriter writer) {
    LocalTrainer trainer = new LocalTrainer(spec, options, TinyTasks.GEMM);
    trainer.resume(trainer.start(), share, null, List.of(), new TrainingControls(writer, 0));
  }

  private static TrainingState start(NetworkSpec spec, TrainingOptions options) {
    return TrainingState.start(spec.initialParameters(options.seed()), options);
  }

  private static long allocated(Runnable work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    work.run();
    return threads.getThreadAllocatedBytes(thread) - before;
  }
}
