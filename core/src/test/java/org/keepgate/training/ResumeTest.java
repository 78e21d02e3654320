package org.keepgate.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepgate.averaging.AveragingKind;
import org.keepgate.averaging.AveragingSpec;
import org.keepgate.averaging.AveragingState;
import org.keepgate.averaging.AveragingStates;
import org.keepgate.averaging.IntervalSchedule;
import org.keepgate.averaging.OptimizerStatePolicy;
import org.keepgate.network.NetworkSpec;
import org.keepgate.optimizer.OptimizerKind;
import org.keepgate.optimizer.OptimizerSpec;
import org.keepgate.optimizer.ScheduleKind;
import org.keepgate.optimizer.ScheduleSpec;
import org.keepgate.sequence.SequenceShare;

@DisplayName("To resume from a state is never to have stopped, bit for bit")
class ResumeTest {
  private static final NetworkSpec SPEC = TinyTasks.network(TinyTasks.TEXTS, 6, 0.25);
  private static final List<SequenceShare> SHARES =
      TinyTasks.deal(TinyTasks.TEXTS, TinyTasks.texts(11, 3), 2);
  private static final List<SequenceShare> VALIDATION =
      List.of(TinyTasks.share(TinyTasks.TEXTS, TinyTasks.texts(3, 4)));
  // streams of two workers with dropout, 9 to 10 minibatches an epoch in rounds of 4: a stop in
  // mid-epoch
  private static final TrainingOptions OPTIONS =
      TrainingOptions.defaults()
          .withBatchSize(4)
          .withSegmentLength(6)
          .withNumWorkers(2)
          .withAveragingInterval(4)
          .withMaxRounds(6)
          .withValidationInterval(2)
          .withSchedule(ScheduleSpec.of(ScheduleKind.COSINE, 0.01).withWarmupEpochs(0.5))
          .withEarlyStopping(new EarlyStoppingSpec(5, 0))
          .withCheckpointRounds(1);

  @ParameterizedTest(name = "after round {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5})
  @DisplayName("a training that crashes and resumes equals one that did not")
  void afterAnyRound(int crashedRound) {
    assertResumes(OPTIONS, crashedRound);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  @DisplayName("whatever the optimizer remembers")
  void everyOptimizer(OptimizerKind kind) {
    assertResumes(OPTIONS.withOptimizer(OptimizerSpec.of(kind)), 3);
  }

  @Test
  @DisplayName("with a learning rate that falls on a plateau")
  void plateau() {
    ScheduleSpec schedule = ScheduleSpec.of(ScheduleKind.PLATEAU, 0.5).withPatience(1);
    TrainingOptions options =
        OPTIONS
            .withSchedule(schedule)
            .withEarlyStopping(EarlyStoppingSpec.off())
            .withValidationInterval(1)
            .withMaxRounds(8);
    TrainingResult result = assertResumes(options, 5);
    assertTrue(result.state().plateau().factor() < 1, "the rate never fell: nothing was tested");
  }

  @Test
  @DisplayName("with an optimizer state that every round begins anew")
  void resetOptimizer() {
    TrainingOptions options = OPTIONS.withOptimizerState(OptimizerStatePolicy.RESET);
    TrainingResult reset = assertResumes(options, 3);
    assertEquals(0, reset.state().optimizer().step());
    float[] averaged = train(OPTIONS, start(OPTIONS), 0).parameters();
    assertFalse(Arrays.equals(averaged, reset.parameters()));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  @DisplayName("whatever averaging remembers")
  void everyStrategy(AveragingKind kind) {
    for (OptimizerStatePolicy policy : OptimizerStatePolicy.values()) {
      if (policy != OptimizerStatePolicy.BMUF_ADAM || kind.hasMomentum()) {
        AveragingSpec spec =
            AveragingSpec.of(kind, 2)
                .withInterval(4)
                .withBlockWarmupEpochs(kind.hasMomentum() ? 0.8 : 0)
                .withOptimizerState(policy);
        TrainingResult result = assertResumes(OPTIONS.withAveraging(spec), 3);
        AveragingState last = result.state().averaging();
        assertEquals(kind.hasMomentum(), last.blockUpdate().length > 0);
        boolean keeps = policy == OptimizerStatePolicy.PER_WORKER && !spec.averagesGradients();
        assertEquals(keeps ? 2 : 0, last.optimizers().size());
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  @DisplayName("whatever becomes of the interval")
  void everyIntervalSchedule(IntervalSchedule schedule) {
    TrainingOptions options =
        OPTIONS
            .withAveraging(AveragingSpec.plain().withInterval(6).withSchedule(schedule, 2))
            .withMaxRounds(20);
    assertResumes(options, 7);
    assertResumes(options, 12);
  }

  @Test
  @DisplayName("whole sequences, without shuffling")
  void wholeSequences() {
    assertResumes(OPTIONS.withSegmentLength(0).withAveragingInterval(1).withShuffle(false), 2);
  }

  @Test
  @DisplayName("more rounds than before, where the schedule was stretched over all from the start")
  void moreRoundsThanBefore() {
    TrainingOptions three = OPTIONS.withMaxRounds(3).withScheduleEpochs(2);
    TrainingResult half = train(three, start(three), 0);
    TrainingOptions six = three.withMaxRounds(6);
    TrainingResult resumed = train(six, half.state(), 0);
    assertSame(train(six, start(six), 0), resumed);
  }

  @Test
  @DisplayName("a finished training that resumes does nothing")
  void finished() {
    TrainingResult result = train(OPTIONS, start(OPTIONS), 0);
    assertSame(result, train(OPTIONS, result.state(), 0));
  }

  @Test
  @DisplayName("a state of another number of workers is refused")
  void otherWorkers() {
    TrainingOptions one = OPTIONS.withNumWorkers(1);
    assertThrows(IllegalArgumentException.class, () -> train(OPTIONS, start(one), 0));
  }

  private static TrainingResult assertResumes(TrainingOptions options, int crashedRound) {
    TrainingResult whole = train(options, start(options), 0);
    assertEquals(options.maxRounds(), whole.history().rounds().size());
    List<TrainingState> saved = new ArrayList<>();
    assertThrows(Crash.class, () -> train(options, start(options), crashedRound, saved));
    TrainingState last = saved.get(saved.size() - 1);
    assertEquals(crashedRound, last.round());
    TrainingResult resumed = train(options, last, 0);
    assertSame(whole, resumed);
    return whole;
  }

  private static void assertSame(TrainingResult expected, TrainingResult actual) {
    assertArrayEquals(TinyTasks.bits(expected.parameters()), TinyTasks.bits(actual.parameters()));
    TrainingState one = expected.state();
    TrainingState other = actual.state();
    assertArrayEquals(TinyTasks.bits(one.parameters()), TinyTasks.bits(other.parameters()));
    assertArrayEquals(one.optimizer().vectors(), other.optimizer().vectors());
    assertEquals(one.optimizer().step(), other.optimizer().step());
    AveragingStates.assertSame(one.averaging(), other.averaging());
    assertArrayEquals(one.carriedByWorker(), other.carriedByWorker());
    assertEquals(one.plateau(), other.plateau());
    assertEquals(one.earlyStopping().best(), other.earlyStopping().best());
    assertEquals(withoutClock(one.history()), withoutClock(other.history()));
    assertEquals(expected.bestRound(), actual.bestRound());
  }

  private static List<RoundEntry> withoutClock(History history) {
    return history.rounds().stream()
        .map(
            entry ->
                new RoundEntry(
                    entry.round(),
                    entry.epoch(),
                    entry.epochsDone(),
                    entry.trainLoss(),
                    entry.targets(),
                    entry.learningRate(),
                    entry.gradientNorm(),
                    0,
                    entry.validation()))
        .toList();
  }

  private static TrainingState start(TrainingOptions options) {
    return TrainingState.start(SPEC.initialParameters(options.seed()), options);
  }

  private static TrainingResult train(TrainingOptions options, TrainingState from, int crash) {
    return train(options, from, crash, new ArrayList<>());
  }

  private static TrainingResult train(
      TrainingOptions options, TrainingState from, int crash, List<TrainingState> saved) {
    CheckpointWriter writer =
        state -> {
          saved.add(state);
          if (state.round() == crash) {
            throw new Crash();
          }
          return "memory";
        };
    try (LocalBackend backend =
        new LocalBackend(SPEC, options, TinyTasks.GEMM, SHARES, VALIDATION)) {
      return new TrainingLoop(options)
          .run(from, backend, List.of(), new TrainingControls(writer, 0));
    }
  }

  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
