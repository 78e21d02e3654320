package org.keepgate.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.averaging.AveragingKind;
import org.keepgate.averaging.AveragingSpec;
import org.keepgate.network.NetworkSpec;
import org.keepgate.optimizer.GradientClipping;
import org.keepgate.optimizer.OptimizerKind;
import org.keepgate.optimizer.OptimizerSpec;
import org.keepgate.optimizer.ScheduleKind;
import org.keepgate.optimizer.ScheduleSpec;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceShare;

@DisplayName("Minibatches that diverge")
class DivergenceTest {
  private static final NetworkSpec SPEC = TinyTasks.network(TinyTasks.SERIES, 6, 0);
  private static final DivergenceSpec SKIP =
      DivergenceSpec.fail().withPolicy(DivergencePolicy.SKIP_BATCH);
  private static final DivergenceSpec ROLLBACK =
      DivergenceSpec.fail().withPolicy(DivergencePolicy.ROLLBACK);
  private static final TrainingOptions OPTIONS =
      TrainingOptions.defaults()
          .withMaxIter(3)
          .withBatchSize(1)
          .withShuffle(false)
          .withOptimizer(OptimizerSpec.of(OptimizerKind.SGD))
          .withSchedule(ScheduleSpec.of(ScheduleKind.CONSTANT, 0.05));

  /** Descents that leap ever farther: the loss explodes within a few steps. */
  private static final TrainingOptions LEAPING =
      OPTIONS
          .withSchedule(ScheduleSpec.of(ScheduleKind.CONSTANT, 6))
          .withClipping(GradientClipping.none());

  @Test
  @DisplayName("an exploding loss is named: worker, epoch, step, sequence, time step, view, gate")
  void explodingLoss() {
    List<Sequence> all = new ArrayList<>(TinyTasks.series(5, 1));
    all.add(planted("planted", 4000));
    List<SequenceShare> shares =
        List.of(
            TinyTasks.share(TinyTasks.SERIES, TinyTasks.series(4, 2)),
            TinyTasks.share(TinyTasks.SERIES, all));
    TrainingOptions options = OPTIONS.withNumWorkers(2).withBatchSize(3).withAveragingInterval(1);
    Divergence found =
        assertThrows(DivergenceException.class, () -> train(options, shares)).divergence();
    assertEquals(1, found.worker());
    assertEquals(0, found.epoch());
    assertTrue(Double.isFinite(found.loss()) && Double.isFinite(found.gradientNorm()));
    assertTrue(found.gradientNorm() > 100, found.toString());
    assertTrue(
        found.where().startsWith("above explodingLoss=1000 times the usual loss of 1.0, largest"),
        found.where());
    assertTrue(
        found
            .where()
            .matches(".*(layers\\.0\\.forward\\.\\w+\\[.*] \\(.* unit \\d\\)|head\\.\\w+\\[.*])"),
        found.where());
    assertTrue(
        found
            .place()
            .startsWith("first in sequence 'planted' (number 6 of the worker's 6) at time step 5,"),
        found.place());
    assertEquals(1, found.minibatch());
  }

  @Test
  @DisplayName("explodingLoss=0 looks for what is not finite alone")
  void explodingLossIsOff() {
    SequenceShare share = share(planted("planted", 4000));
    DivergenceSpec off = DivergenceSpec.fail().withExplodingLoss(0);
    assertEquals(3, train(OPTIONS.withDivergence(off), List.of(share)).state().round());
    assertThrows(DivergenceException.class, () -> train(OPTIONS, List.of(share)));
  }

  @Test
  @DisplayName("one odd target is no explosion, and neither an easy nor a hard first minibatch is")
  void oddTargets() {
    DivergenceSpec nats = DivergenceSpec.fail().withExplodingLoss(20);
    assertEquals(20, nats.limit(0.01, 32));
    assertEquals(20 * 32, nats.limit(0.01, 1));
    assertEquals(20 * 4.5, nats.limit(4.5, 1000));
    assertEquals(20 * 3, nats.limit(-3, 64));
    assertEquals(Double.POSITIVE_INFINITY, nats.limit(Double.NaN, 1000));
    Progress progress = progress();
    assertEquals(Double.NaN, progress.earlyLoss());
    double[] losses = {0.5, 40, 2, 3, 2, 2, 2, 2, 2, 2, 900, 900, 900};
    double[] usual = {0.5, 40, 2, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2}; // of the first ten at most
    for (int n = 0; n < losses.length; n++) {
      progress.count(1, 1, losses[n]);
      assertEquals(usual[n], progress.earlyLoss(), "after " + (n + 1));
    }
  }

  private static Progress progress() {
    TrainingState start = TrainingState.start(SPEC.initialParameters(1), OPTIONS);
    return new Progress(start.sharedStart(OPTIONS.averaging()), SPEC, 0, true);
  }

  @Test
  @DisplayName("skip-batch comes to the bits of a training without the minibatch")
  void skippingIsLeavingOut() {
    DivergenceSpec often = SKIP.withMaxSkippedBatches(1);
    TrainingResult with =
        train(OPTIONS.withDivergence(often), List.of(share(planted("planted", 4000))));
    TrainingResult without = train(OPTIONS, List.of(share(null)));
    assertArrayEquals(TinyTasks.bits(without.parameters()), TinyTasks.bits(with.parameters()));
    assertEquals(3, with.history().skippedBatches());
    for (int round = 0; round < 3; round++) {
      RoundEntry entry = with.history().rounds().get(round);
      assertEquals(without.history().rounds().get(round).trainLoss(), entry.trainLoss());
      assertEquals(1, entry.recovery().skippedBatches());
      assertTrue(entry.recovery().sentences().get(0).contains("'planted'"), entry.toString());
    }
  }

  @Test
  @DisplayName("a skipped segment leaves a zero state behind")
  void zeroStateAfterSkipping() {
    Sequence bad = planted("planted", 4000);
    TrainingOptions options = OPTIONS.withSegmentLength(5).withDivergence(SKIP);
    WorkerRun run = new WorkerRun(SPEC, options, TinyTasks.GEMM);
    TrainingState start = TrainingState.start(SPEC.initialParameters(1), options);
    WorkerOutcome outcome =
        run.run(
            0,
            TinyTasks.share(TinyTasks.SERIES, List.of(bad)),
            new Round(0, 0, 0, 1, 3, 1, 1, 0),
            start.sharedStart(options.averaging()),
            new float[0]);
    assertEquals(1, outcome.skipped().length);
    assertEquals(0, outcome.work());
    assertEquals(0, outcome.metrics().targetCount());
    assertArrayEquals(start.parameters(), outcome.parameters());
    assertTrue(outcome.carried().length > 0);
    assertArrayEquals(new float[outcome.carried().length], outcome.carried());
  }

  @Test
  @DisplayName("no more than maxSkippedBatches of all workers are left out in an epoch")
  void tooManySkipped() {
    List<SequenceShare> shares =
        List.of(share(planted("first", 4000)), share(planted("second", 4000)));
    TrainingOptions options = OPTIONS.withNumWorkers(2).withAveragingInterval(2);
    assertEquals(
        6,
        train(options.withDivergence(SKIP.withMaxSkippedBatches(2)), shares)
            .history()
            .skippedBatches());
    DivergenceException thrown =
        assertThrows(
            DivergenceException.class,
            () -> train(options.withDivergence(SKIP.withMaxSkippedBatches(1)), shares));
    assertTrue(thrown.finding().contains("'second'"), thrown.finding());
    assertTrue(
        thrown.finding().contains("more minibatches of the epoch than maxSkippedBatches=1"),
        thrown.finding());
  }

  @Test
  @DisplayName("an epoch in which everything had to be left out ends the training")
  void everythingSkipped() {
    SequenceShare share =
        TinyTasks.share(TinyTasks.SERIES, List.of(planted("one", 3e38f), planted("other", 3e38f)));
    DivergenceException thrown =
        assertThrows(
            DivergenceException.class, () -> train(OPTIONS.withDivergence(SKIP), List.of(share)));
    assertTrue(thrown.finding().contains("every minibatch of the epoch"), thrown.finding());
  }

  @Test
  @DisplayName("a worker that skips its minibatch weighs nothing in a mean of gradients")
  void skippedGradient() {
    AveragingSpec gradients = AveragingSpec.of(AveragingKind.GRADIENTS, 2);
    TrainingOptions options =
        OPTIONS.withMaxIter(1).withAveraging(gradients).withNumWorkers(2).withDivergence(SKIP);
    Sequence good = TinyTasks.series(1, 9).get(0);
    SequenceShare one = TinyTasks.share(TinyTasks.SERIES, List.of(good));
    SequenceShare bad = TinyTasks.share(TinyTasks.SERIES, List.of(planted("bad", 3e38f)));
    TrainingResult both = train(options, List.of(one, bad));
    TrainingResult alone = train(options.withNumWorkers(1), List.of(one));
    assertArrayEquals(TinyTasks.bits(alone.parameters()), TinyTasks.bits(both.parameters()));
    assertEquals(1, both.history().skippedBatches());
  }

  @Test
  @DisplayName("a mean of gradients diverges at its optimizer's step, and has no momentum to lower")
  void stepOfGradients() {
    AveragingSpec gradients = AveragingSpec.of(AveragingKind.GRADIENTS, 1);
    TrainingOptions options = LEAPING.withMaxIter(20).withAveraging(gradients);
    DivergenceException thrown =
        assertThrows(DivergenceException.class, () -> train(options, List.of(share(null))));
    assertTrue(thrown.divergence().step() > 0, thrown.finding());
    assertEquals(thrown.lastGoodState().round(), thrown.divergence().step());
    assertTrue(!thrown.advice().contains("blockMomentum"), thrown.advice());
    assertThrows(IllegalArgumentException.class, () -> options.withDivergence(ROLLBACK));
  }

  @Test
  @DisplayName("rollback runs the round again at half the rate, which stays, and resumes exactly")
  void rollback() {
    TrainingOptions options = LEAPING.withDivergence(ROLLBACK.withMaxRollbacks(20)).withMaxIter(4);
    List<TrainingState> saved = new ArrayList<>();
    TrainingResult whole = train(options, List.of(share(null)), null, saved);
    int rollbacks = whole.history().rollbacks();
    assertTrue(rollbacks > 0, "nothing diverged");
    RoundEntry last = whole.history().rounds().get(3);
    assertEquals(6 * Math.scalb(1.0, -rollbacks), last.learningRate());
    for (TrainingState state : saved) {
      TrainingResult resumed = train(options, List.of(share(null)), state, new ArrayList<>());
      assertArrayEquals(TinyTasks.bits(whole.parameters()), TinyTasks.bits(resumed.parameters()));
      assertEquals(rollbacks, resumed.history().rollbacks());
    }
    RoundEntry first = whole.history().rounds().get(0);
    assertEquals(first.recovery().rollbacks(), first.recovery().sentences().size());
    TrainingOptions slower =
        options.withSchedule(ScheduleSpec.of(ScheduleKind.CONSTANT, first.learningRate()));
    assertArrayEquals( // the round that was run again is that of a training at this rate
        TinyTasks.bits(train(slower.withMaxRounds(1), List.of(share(null))).parameters()),
        TinyTasks.bits(train(options.withMaxRounds(1), List.of(share(null))).parameters()));
    assertNotEquals(6, first.learningRate());
  }

  @Test
  @DisplayName("what a round's last step has led to undoes that round, and is counted in it")
  void rollbackOfTheRoundBefore() {
    TrainingOptions options =
        LEAPING
            .withAveragingInterval(1) // so that every step is a round's last
            .withDivergence(ROLLBACK.withMaxRollbacks(40))
            .withMaxIter(4);
    TrainingResult result = train(options, List.of(share(null)));
    History history = result.history();
    assertEquals(20, history.rounds().size());
    assertTrue(history.rollbacks() > 0, "nothing diverged");
    for (int round = 0; round < 20; round++) {
      assertEquals(round + 1, history.rounds().get(round).round());
    }
    RoundEntry last = history.rounds().get(19);
    assertEquals(6 * Math.scalb(1.0, -history.rollbacks()), last.learningRate());
    int sentences =
        history.rounds().stream().mapToInt(round -> round.recovery().sentences().size()).sum();
    assertEquals(history.rollbacks(), sentences);
    assertTrue(last.trainLoss() < 1000, "loss " + last.trainLoss());
  }

  @Test
  @DisplayName("rollbacks are bounded, and not tried where no step is to blame")
  void rollbacksEnd() {
    DivergenceException often =
        assertThrows(
            DivergenceException.class,
            () ->
                train(
                    LEAPING.withDivergence(ROLLBACK.withMaxRollbacks(1)).withMaxIter(50),
                    List.of(share(null))));
    assertTrue(often.finding().contains("maxRollbacks=1 times"), often.finding());
    SequenceShare bad = TinyTasks.share(TinyTasks.SERIES, List.of(planted("bad", 3e38f)));
    DivergenceException useless =
        assertThrows(
            DivergenceException.class, () -> train(OPTIONS.withDivergence(ROLLBACK), List.of(bad)));
    assertTrue(useless.finding().contains("would change nothing"), useless.finding());
  }

  /** A sequence, the shortest and so the last, whose targets are huge from its fifth step on. */
  private static Sequence planted(String key, float size) {
    float[] values = new float[2 * 7];
    Arrays.fill(values, 8, values.length, size);
    return Sequence.ofFeatures(key, new float[7], 1).withValues(values);
  }

  /** Five sequences, and one more or null. */
  private static SequenceShare share(@Nullable Sequence more) {
    List<Sequence> all = new ArrayList<>(TinyTasks.series(5, 1));
    if (more != null) {
      all.add(more);
    }
    return TinyTasks.share(TinyTasks.SERIES, all);
  }

  private static TrainingResult train(TrainingOptions options, List<SequenceShare> shares) {
    return train(options, shares, null, new ArrayList<>());
  }

  private static TrainingResult train(
      TrainingOptions options,
      List<SequenceShare> shares,
      @Nullable TrainingState from,
      List<TrainingState> saved) {
    TrainingState start =
        from == null ? TrainingState.start(SPEC.initialParameters(1), options) : from;
    CheckpointWriter writer =
        state -> {
          saved.add(state);
          return "round-" + state.round();
        };
    try (TrainingBackend backend =
        new LocalBackend(SPEC, options, TinyTasks.GEMM, shares, List.of())) {
      return new TrainingLoop(options)
          .run(start, backend, List.of(), new TrainingControls(writer, 0));
    }
  }
}
