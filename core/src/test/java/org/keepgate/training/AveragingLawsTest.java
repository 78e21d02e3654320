package org.keepgate.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepgate.averaging.AveragingKind;
import org.keepgate.averaging.AveragingSpec;
import org.keepgate.averaging.AveragingStates;
import org.keepgate.averaging.OptimizerStatePolicy;
import org.keepgate.head.HeadKind;
import org.keepgate.head.HeadOptions;
import org.keepgate.network.NetworkSpec;
import org.keepgate.optimizer.GradientClipping;
import org.keepgate.optimizer.OptimizerKind;
import org.keepgate.optimizer.OptimizerSpec;
import org.keepgate.optimizer.OptimizerState;
import org.keepgate.optimizer.ScheduleKind;
import org.keepgate.optimizer.ScheduleSpec;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceShare;

@DisplayName("Laws of averaging")
class AveragingLawsTest {
  private static final NetworkSpec TEXT = TinyTasks.network(TinyTasks.TEXTS, 6, 0.3);
  private static final NetworkSpec TAGGER = TinyTasks.network(TinyTasks.TAGS, 5, 0);
  private static final List<Sequence> TAGGED = TinyTasks.tags(14, 1);
  private static final TrainingOptions OPTIONS =
      TrainingOptions.defaults()
          .withMaxIter(3)
          .withBatchSize(4)
          .withSegmentLength(7)
          .withSchedule(ScheduleSpec.of(ScheduleKind.EXPONENTIAL, 0.01));
  private static final TrainingOptions UNION = // all sequences are one minibatch
      OPTIONS
          .withSegmentLength(0)
          .withShuffle(false)
          .withMaxIter(4)
          .withBatchSize(TAGGED.size())
          .withSchedule(ScheduleSpec.of(ScheduleKind.CONSTANT, 0.05));

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = AveragingKind.class,
      names = {"PLAIN", "BLOCK_MOMENTUM", "BLOCK_MOMENTUM_NESTEROV", "GRADIENTS"})
  @DisplayName("one worker is local training, bit for bit, by the strategy's own constants")
  void oneWorkerIsLocal(AveragingKind kind) {
    SequenceShare share = TinyTasks.share(TinyTasks.TEXTS, TinyTasks.texts(6, 2));
    TrainingResult whole = train(TEXT, OPTIONS, share);
    for (OptimizerStatePolicy policy :
        List.of(OptimizerStatePolicy.AVERAGE, OptimizerStatePolicy.PER_WORKER)) {
      AveragingSpec spec = AveragingSpec.of(kind, 1).withInterval(1).withOptimizerState(policy);
      TrainingResult averaged = train(TEXT, OPTIONS.withAveraging(spec), share);
      assertTrue(averaged.history().rounds().size() > 9, "several rounds an epoch");
      assertArrayEquals(TinyTasks.bits(whole.parameters()), TinyTasks.bits(averaged.parameters()));
      TrainingState state = averaged.state();
      OptimizerState optimizer =
          spec.keepsOptimizers() ? state.averaging().optimizers().get(0) : state.optimizer();
      assertEquals(whole.state().optimizer().step(), optimizer.step());
      assertArrayEquals(whole.state().optimizer().vectors(), optimizer.vectors());
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  @DisplayName("a worker with an empty share changes no bit")
  void emptyShareChangesNothing(AveragingKind kind) {
    SequenceShare share = TinyTasks.share(TinyTasks.TEXTS, TinyTasks.texts(6, 2));
    SequenceShare empty = new SequenceShare(TinyTasks.TEXTS, List.of());
    TrainingOptions options = OPTIONS.withAveraging(AveragingSpec.of(kind, 3).withInterval(2));
    TrainingResult alone = train(TEXT, options, share);
    TrainingResult both = train(TEXT, options.withNumWorkers(2), share, empty);
    assertArrayEquals(TinyTasks.bits(alone.parameters()), TinyTasks.bits(both.parameters()));
    AveragingStates.assertSame(alone.state().averaging(), both.state().averaging());
  }

  @Test
  @DisplayName("averaged gradients are those of the union: one worker with all sequences at once")
  void gradientsOfTheUnion() {
    for (OptimizerKind kind : List.of(OptimizerKind.ADAM, OptimizerKind.NESTEROV)) {
      TrainingOptions options =
          UNION
              .withOptimizer(OptimizerSpec.of(kind).withL2Penalty(0.01))
              .withClipping(new GradientClipping(0, 0.1)); // of the union's norm, not of each
      TrainingResult union = train(TAGGER, options, TinyTasks.share(TinyTasks.TAGS, TAGGED));
      assertTrue(union.history().rounds().get(0).gradientNorm() > 0.1, "clipping acts");
      TrainingResult averaged =
          train(
              TAGGER,
              options.withNumWorkers(2).withAveraging(AveragingSpec.of(AveragingKind.GRADIENTS, 2)),
              unequalShares());
      assertArrayEquals(union.parameters(), averaged.parameters(), 1e-5f);
      assertEquals(union.state().optimizer().step(), averaged.state().optimizer().step());
      assertArrayEquals(
          union.state().optimizer().vectors()[0], averaged.state().optimizer().vectors()[0], 1e-6f);
    }
  }

  @Test
  @DisplayName("averaged gradients are those of the union where classes have weights, too")
  void gradientsOfTheWeightedUnion() {
    NetworkSpec weighted =
        TAGGER.withHead(HeadOptions.of(HeadKind.SOFTMAX).withClassWeights(List.of(9.0, 1.0, 1.0)));
    TrainingOptions options = UNION.withOptimizer(OptimizerSpec.of(OptimizerKind.SGD));
    TrainingResult union = train(weighted, options, TinyTasks.share(TinyTasks.TAGS, TAGGED));
    TrainingResult averaged =
        train(
            weighted,
            options.withNumWorkers(2).withAveraging(AveragingSpec.of(AveragingKind.GRADIENTS, 2)),
            unequalShares());
    assertArrayEquals(union.parameters(), averaged.parameters(), 1e-6f);
  }

  @Test
  @DisplayName("plain SGD averaged after every minibatch is SGD on averaged gradients")
  void averagedStepsAreStepsOnAverages() {
    TrainingOptions options =
        UNION
            .withBatchSize(3)
            .withNumWorkers(2)
            .withOptimizer(OptimizerSpec.of(OptimizerKind.SGD))
            .withClipping(GradientClipping.none());
    float[] steps = train(TAGGER, options.withAveragingInterval(1), unequalShares()).parameters();
    AveragingSpec gradients = AveragingSpec.of(AveragingKind.GRADIENTS, 2);
    float[] averages =
        train(TAGGER, options.withAveraging(gradients), unequalShares()).parameters();
    assertArrayEquals(steps, averages, 2e-6f);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = AveragingKind.class,
      names = {"PLAIN", "GRADIENTS"},
      mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("without momentum, at rate 1, two workers are local SGD; with it they are not")
  void withoutMomentumIsLocalSgd(AveragingKind kind) {
    SequenceShare[] shares = deal(2);
    TrainingOptions options = OPTIONS.withNumWorkers(2).withAveragingInterval(3);
    float[] plain = train(TEXT, options, shares).parameters();
    AveragingSpec still =
        AveragingSpec.of(kind, 2).withInterval(3).withBlockMomentum(0).withBlockLearningRate(1);
    float[] same = train(TEXT, options.withAveraging(still), shares).parameters();
    assertArrayEquals(TinyTasks.bits(plain), TinyTasks.bits(same));
    AveragingSpec usual = AveragingSpec.of(kind, 2).withInterval(3);
    assertFalse(
        Arrays.equals(plain, train(TEXT, options.withAveraging(usual), shares).parameters()));
  }

  @Test
  @DisplayName("BMUF's Nesterov form with DiLoCo's constants trains as outer Nesterov does")
  void oneFamily() {
    SequenceShare[] shares = deal(3);
    TrainingOptions options = OPTIONS.withNumWorkers(3);
    AveragingSpec outer = AveragingSpec.of(AveragingKind.OUTER_NESTEROV, 3).withInterval(2);
    AveragingSpec bmuf =
        AveragingSpec.of(AveragingKind.BLOCK_MOMENTUM_NESTEROV, 3)
            .withInterval(2)
            .withBlockMomentum(0.9)
            .withBlockLearningRate(0.7)
            .withBlockWarmupEpochs(0);
    TrainingResult one = train(TEXT, options.withAveraging(outer), shares);
    TrainingResult other = train(TEXT, options.withAveraging(bmuf), shares);
    assertArrayEquals(TinyTasks.bits(one.parameters()), TinyTasks.bits(other.parameters()));
  }

  @Test
  @DisplayName("states of their own: every worker goes on with the one that it ended with")
  void ownStates() {
    SequenceShare[] shares = deal(2);
    AveragingSpec spec =
        AveragingSpec.plain().withInterval(2).withOptimizerState(OptimizerStatePolicy.PER_WORKER);
    TrainingOptions options = OPTIONS.withNumWorkers(2).withMaxRounds(2).withAveraging(spec);
    TrainingResult result = train(TEXT, options, shares);
    WorkerRun run = new WorkerRun(TEXT, options, TinyTasks.GEMM);
    double epochs = 2.0 / result.history().rounds().size(); // unused by this schedule
    TrainingState start = start(TEXT, options);
    WorkerOutcome[] first = new WorkerOutcome[2];
    RoundReduction mean = new RoundReduction(options, start, TEXT.layout(), false);
    for (int worker = 0; worker < 2; worker++) {
      RoundStart zero =
          new RoundStart(start.parameters(), OptimizerState.zero(2, start.parameters().length));
      first[worker] =
          run.run(worker, shares[worker], new Round(0, 0, 0, 2, epochs, 1), zero, new float[0]);
      mean.add(first[worker]);
    }
    float[] middle = Objects.requireNonNull(mean.finish().mean().values());
    for (int worker = 0; worker < 2; worker++) {
      RoundStart own = new RoundStart(middle, first[worker].optimizer());
      WorkerOutcome second =
          run.run(
              worker,
              shares[worker],
              new Round(1, 0, 2, 2, epochs, 1),
              own,
              first[worker].carried());
      OptimizerState expected = second.optimizer();
      OptimizerState found = result.state().averaging().optimizers().get(worker);
      assertEquals(expected.step(), found.step());
      assertArrayEquals(expected.vectors(), found.vectors());
    }
    assertFalse(
        Arrays.equals(
            result.state().averaging().optimizers().get(0).vectors()[0],
            result.state().averaging().optimizers().get(1).vectors()[0]),
        "they differ");
  }

  @Test
  @DisplayName("the strategies learn: after equal epochs each is far below the first loss")
  void allLearn() {
    NetworkSpec spec = TinyTasks.network(TinyTasks.TEXTS, 12, 0);
    SequenceShare[] shares = deal(3);
    for (AveragingKind kind : AveragingKind.values()) {
      TrainingOptions options =
          OPTIONS
              .withMaxIter(25)
              .withNumWorkers(3)
              .withSchedule(ScheduleSpec.of(ScheduleKind.CONSTANT, 0.02))
              .withAveraging(AveragingSpec.of(kind, 3).withInterval(2));
      List<RoundEntry> rounds = train(spec, options, shares).history().rounds();
      double last = rounds.get(rounds.size() - 1).trainLoss();
      assertTrue(last < rounds.get(0).trainLoss() - 0.3, kind + " ends at " + last);
    }
  }

  @Test
  @DisplayName("an average beyond all numbers ends the training, and says that it was the average")
  void divergingAverage() {
    AveragingSpec tooFar =
        AveragingSpec.of(AveragingKind.SLOW_MO, 1).withInterval(1).withBlockLearningRate(1e300);
    SequenceShare share = TinyTasks.share(TinyTasks.TEXTS, TinyTasks.texts(6, 2));
    DivergenceException thrown =
        assertThrows(
            DivergenceException.class, () -> train(TEXT, OPTIONS.withAveraging(tooFar), share));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.contains("all workers: loss"), message);
    assertTrue(
        message.contains(
            "first not finite: averaged parameter layers.0.forward.inputWeights[0, 0]"),
        message);
    assertTrue(message.contains("blockLearningRate"), message);
    assertEquals(0, thrown.lastGoodState().round());
  }

  @Test
  @DisplayName("one step for all workers is no online learning")
  void onlineGradients() {
    TrainingOptions online = OPTIONS.withBatchSize(1).withRegime(Regime.ONLINE);
    AveragingSpec gradients = AveragingSpec.of(AveragingKind.GRADIENTS, 2);
    assertThrows(IllegalArgumentException.class, () -> online.withAveraging(gradients));
  }

  private static SequenceShare[] deal(int workers) {
    return TinyTasks.deal(TinyTasks.TEXTS, TinyTasks.texts(12, 2), workers)
        .toArray(SequenceShare[]::new);
  }

  /** Of other sizes, so that only the weights make it right. */
  private static SequenceShare[] unequalShares() {
    return new SequenceShare[] {
      TinyTasks.share(TinyTasks.TAGS, TAGGED.subList(0, 3)),
      TinyTasks.share(TinyTasks.TAGS, TAGGED.subList(3, TAGGED.size()))
    };
  }

  private static TrainingState start(NetworkSpec spec, TrainingOptions options) {
    return TrainingState.start(spec.initialParameters(options.seed()), options);
  }

  private static TrainingResult train(
      NetworkSpec spec, TrainingOptions options, SequenceShare... shares) {
    try (LocalBackend backend =
        new LocalBackend(spec, options, TinyTasks.GEMM, List.of(shares), List.of())) {
      return new TrainingLoop(options)
          .run(start(spec, options), backend, List.of(), TrainingControls.none());
    }
  }
}
