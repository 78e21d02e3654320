package org.keepgate.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.keepgate.averaging.AveragingKind;
import org.keepgate.averaging.AveragingSpec;
import org.keepgate.averaging.IntervalSchedule;
import org.keepgate.optimizer.ScheduleKind;
import org.keepgate.optimizer.ScheduleSpec;

@DisplayName("The loop of epochs and rounds, with a backend that follows a script")
class TrainingLoopTest {
  private static final TrainingOptions OPTIONS = TrainingOptions.defaults().withMaxIter(8);

  @Nested
  @DisplayName("rounds")
  class Rounds {
    @Test
    @DisplayName("without an averaging interval an epoch is a round")
    void roundIsAnEpoch() {
      ScriptedBackend backend = new ScriptedBackend(10);
      TrainingResult result = run(OPTIONS.withMaxIter(2), backend);
      assertEquals(
          List.of(new Round(0, 0, 0, 10, 2, 1), new Round(1, 1, 0, 10, 2, 1, 1, 0)),
          backend.rounds);
      assertEquals(StopReason.COMPLETED, result.stopReason());
      assertEquals(2, result.state().epoch());
      assertArrayEquals(new float[] {2}, result.parameters());
      assertNull(result.validation());
      assertEquals("scripted", result.fingerprint());
    }

    @Test
    @DisplayName("with an interval of 4, ten minibatches are three rounds, the last one shorter")
    void roundsWithinEpochs() {
      ScriptedBackend backend = new ScriptedBackend(10);
      TrainingResult result = run(OPTIONS.withMaxIter(2).withAveragingInterval(4), backend);
      assertEquals(
          List.of(0, 4, 8, 0, 4, 8), backend.rounds.stream().map(Round::firstMinibatch).toList());
      assertEquals(List.of(0, 0, 0, 1, 1, 1), backend.rounds.stream().map(Round::epoch).toList());
      List<Double> done = result.history().rounds().stream().map(RoundEntry::epochsDone).toList();
      assertEquals(List.of(0.4, 0.8, 1.0, 1.4, 1.8, 2.0), done);
    }

    @Test
    @DisplayName("an interval that grows over three epochs: 1, 2, 5, and then ten minibatches")
    void growing() {
      ScriptedBackend backend = new ScriptedBackend(10);
      AveragingSpec growing = AveragingSpec.plain().withSchedule(IntervalSchedule.GROWING, 3);
      TrainingResult result = run(OPTIONS.withMaxIter(5).withAveraging(growing), backend);
      assertEquals(10 + 5 + 2 + 1 + 1, backend.rounds.size());
      assertEquals(
          List.of(1, 2, 5, 10),
          backend.rounds.stream().map(Round::minibatches).distinct().toList());
      assertEquals(5.0, backend.rounds.get(0).scheduleEpochs());
      assertEquals(5, result.state().epoch());
      ScriptedBackend shorter = new ScriptedBackend(10);
      run(OPTIONS.withMaxRounds(16).withAveraging(growing), shorter);
      assertEquals(2.5, shorter.rounds.get(0).scheduleEpochs());
    }

    @Test
    @DisplayName("post-local: every minibatch for one epoch, then at the interval")
    void postLocal() {
      ScriptedBackend backend = new ScriptedBackend(10);
      AveragingSpec postLocal =
          AveragingSpec.plain().withInterval(4).withSchedule(IntervalSchedule.POST_LOCAL, 1);
      run(OPTIONS.withMaxIter(3).withAveraging(postLocal), backend);
      assertEquals(10 + 3 + 3, backend.rounds.size());
      assertEquals(
          List.of(0, 4, 8),
          backend.rounds.subList(10, 13).stream().map(Round::firstMinibatch).toList());
    }

    @Test
    @DisplayName("gradients are averaged at every minibatch, whatever the interval")
    void gradients() {
      ScriptedBackend backend = new ScriptedBackend(10);
      AveragingSpec gradients = AveragingSpec.of(AveragingKind.GRADIENTS, 1).withInterval(5);
      run(OPTIONS.withMaxIter(1).withAveraging(gradients), backend);
      assertEquals(10, backend.rounds.size());
    }

    @Test
    @DisplayName("maxRounds counts rounds whatever maxIter says, and stretches the schedule")
    void maxRounds() {
      TrainingOptions options = OPTIONS.withMaxIter(1).withAveragingInterval(4).withMaxRounds(7);
      ScriptedBackend backend = new ScriptedBackend(10);
      TrainingResult result = run(options, backend);
      assertEquals(7, backend.rounds.size());
      assertEquals(7.0 / 3, backend.rounds.get(0).scheduleEpochs());
      assertEquals(2, result.state().epoch());
      assertEquals(4, result.state().nextMinibatch());
      assertArrayEquals(new float[] {7}, result.state().carriedByWorker()[0]);
    }

    @Test
    @DisplayName("the carried state survives a round inside an epoch and is empty at its end")
    void carriedState() {
      TrainingOptions options = OPTIONS.withAveragingInterval(5);
      TrainingState inside = run(options.withMaxRounds(1), new ScriptedBackend(10)).state();
      assertArrayEquals(new float[][] {{7}}, inside.carriedByWorker());
      TrainingState end = run(options.withMaxRounds(2), new ScriptedBackend(10)).state();
      assertArrayEquals(new float[][] {{}}, end.carriedByWorker());
    }

    @Test
    @DisplayName("the history tells the learning rate of each round's last minibatch")
    void learningRate() {
      ScheduleSpec schedule =
          ScheduleSpec.of(ScheduleKind.STEP, 0.8).withFactor(0.5).withIntervalEpochs(1);
      TrainingResult result =
          run(
              OPTIONS.withMaxIter(2).withAveragingInterval(5).withSchedule(schedule),
              new ScriptedBackend(10));
      assertEquals(
          List.of(0.8, 0.8, 0.4, 0.4),
          result.history().rounds().stream().map(RoundEntry::learningRate).toList());
    }
  }

  @Nested
  @DisplayName("early stopping")
  class Stopping {
    private final TrainingOptions patient = OPTIONS.withEarlyStopping(new EarlyStoppingSpec(2, 0));

    @Test
    @DisplayName(
        "ends after as many validations without improvement as patience, and restores the best")
    void restoresTheBest() {
      ScriptedBackend backend = new ScriptedBackend(1, 5, 3, 4, 3.5, 1, 1, 1, 1);
      TrainingResult result = run(patient, backend);
      assertEquals(StopReason.EARLY_STOPPING, result.stopReason());
      assertEquals(4, result.state().round());
      assertEquals(2, result.bestRound());
      assertArrayEquals(new float[] {2}, result.parameters());
      assertArrayEquals(new float[] {4}, result.state().parameters());
      assertTrue(result.repeat().isEmpty());
      assertEquals(3, Objects.requireNonNull(result.validation()).meanLoss());
    }

    @Test
    @DisplayName("an improvement begins the patience anew; the best at the end needs no restoring")
    void improvementBeginsAnew() {
      ScriptedBackend backend = new ScriptedBackend(1, 5, 6, 4, 6, 3, 6, 2, 1);
      TrainingResult result = run(patient, backend);
      assertEquals(StopReason.COMPLETED, result.stopReason());
      assertEquals(8, result.bestRound());
      assertEquals(8, backend.validated.size()); // the last one is not validated twice
    }

    @Test
    @DisplayName("the end of training restores the best too")
    void completedRestoresTheBest() {
      TrainingResult result = run(patient.withMaxIter(3), new ScriptedBackend(1, 5, 3, 4));
      assertEquals(StopReason.COMPLETED, result.stopReason());
      assertArrayEquals(new float[] {2}, result.parameters());
    }

    @Test
    @DisplayName("less than the minimum delta is no improvement; a slow fall adds up to one")
    void minimumDelta() {
      TrainingOptions options = OPTIONS.withEarlyStopping(new EarlyStoppingSpec(2, 1));
      assertEquals(3, run(options, new ScriptedBackend(1, 5, 4.5, 4, 0, 0)).state().round());
      TrainingResult result = run(options, new ScriptedBackend(1, 5, 4.5, 3.9, 3.5, 3, 0, 0, 0));
      assertEquals(3, result.bestRound());
      assertEquals(5, result.state().round());
    }

    @Test
    @DisplayName("a validation loss that is not a number is no improvement")
    void notANumber() {
      TrainingResult result = run(patient, new ScriptedBackend(1, 5, Double.NaN, Double.NaN, 1, 1));
      assertEquals(3, result.state().round());
      assertArrayEquals(new float[] {1}, result.parameters());
    }

    @Test
    @DisplayName("without patience the last parameters are the result, however bad")
    void off() {
      TrainingResult result = run(OPTIONS.withMaxIter(3), new ScriptedBackend(1, 1, 2, 3));
      assertArrayEquals(new float[] {3}, result.parameters());
      assertEquals(3, result.bestRound());
    }
  }

  @Test
  @DisplayName("validation comes at the end of each epoch, or every so many rounds")
  void validationInterval() {
    TrainingOptions options = OPTIONS.withAveragingInterval(5).withMaxRounds(6);
    double[] losses = {1, 2, 3, 4, 5, 6};
    ScriptedBackend epochs = new ScriptedBackend(10, losses);
    run(options, epochs);
    assertEquals(List.of(2f, 4f, 6f), epochs.validated);
    ScriptedBackend thirds = new ScriptedBackend(10, losses);
    TrainingResult result = run(options.withValidationInterval(4), thirds);
    assertEquals(List.of(4f, 6f), thirds.validated); // the result is validated in any case
    assertEquals(Map.of(), result.history().rounds().get(5).validation()); // but not remembered
    assertEquals(4.0, result.history().rounds().get(3).validation().get("loss"));
  }

  @Test
  @DisplayName("on a plateau the learning rate falls by the factor, down to its smallest")
  void plateau() {
    ScheduleSpec schedule =
        ScheduleSpec.of(ScheduleKind.PLATEAU, 0.8).withPatience(2).withMinimumFactor(0.3);
    ScriptedBackend backend = new ScriptedBackend(1, 5, 6, 6, 4, 4, 4, 4, 4);
    TrainingResult result = run(OPTIONS.withSchedule(schedule), backend);
    assertEquals(
        List.of(1.0, 1.0, 1.0, 0.5, 0.5, 0.5, 0.3, 0.3),
        backend.rounds.stream().map(Round::rateFactor).toList());
    assertEquals(0.4, result.history().rounds().get(3).learningRate());
    assertEquals(new PlateauState(0.3, 4, 0), result.state().plateau());
  }

  @Test
  @DisplayName("a time limit stops at the end of a round, and says what repeats it without a clock")
  void timeLimit() {
    TrainingOptions options = OPTIONS.withSchedule(ScheduleSpec.of(ScheduleKind.COSINE, 0.1));
    TrainingControls noTime = new TrainingControls(null, 1e-9);
    TrainingResult limited =
        new TrainingLoop(options).run(start(options), new ScriptedBackend(1), List.of(), noTime);
    assertEquals(StopReason.TIME_LIMIT, limited.stopReason());
    assertEquals(1, limited.state().round());
    assertEquals(Map.of("maxRounds", 1, "scheduleEpochs", 8.0), limited.repeat());
    ScriptedBackend again = new ScriptedBackend(1);
    run(options.withMaxRounds(1).withScheduleEpochs(8), again);
    assertEquals(List.of(new Round(0, 0, 0, 1, 8, 1)), again.rounds);
  }

  @Test
  @DisplayName(
      "checkpoints come after every round, or at the intervals asked for and once more at the end if"
          + " that is not yet saved")
  void checkpoints() {
    TrainingOptions options = OPTIONS.withAveragingInterval(5).withMaxRounds(7);
    assertEquals(List.of(1, 2, 3, 4, 5, 6, 7), savedRounds(options));
    TrainingOptions byEpochs = options.withCheckpointRounds(0);
    assertEquals(List.of(2, 4, 6, 7), savedRounds(byEpochs));
    assertEquals(List.of(4, 7), savedRounds(byEpochs.withCheckpointInterval(2)));
    TrainingOptions byRounds = options.withCheckpointInterval(0).withCheckpointRounds(3);
    assertEquals(List.of(3, 6, 7), savedRounds(byRounds));
    assertEquals(List.of(3, 6), savedRounds(byRounds.withMaxRounds(6)));
    assertEquals(List.of(7), savedRounds(byRounds.withCheckpointRounds(0)));
  }

  @Test
  @DisplayName("listeners hear of everything in its order")
  void listeners() {
    List<String> heard = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void trainingStarted(TrainingOutline outline) {
            heard.add("start of " + outline.totalRounds() + " rounds");
          }

          @Override
          public void roundFinished(RoundEntry round) {
            heard.add("round " + round.round());
          }

          @Override
          public void epochFinished(EpochEntry epoch) {
            heard.add("epoch " + epoch.epoch() + " loss " + epoch.trainLoss());
          }

          @Override
          public void checkpointWritten(String location, TrainingState state) {
            heard.add("saved " + location);
          }

          @Override
          public void trainingFinished(TrainingResult result) {
            heard.add("end: " + result.stopReason());
          }
        };
    TrainingOptions options = OPTIONS.withMaxRounds(3).withAveragingInterval(5);
    TrainingControls controls = new TrainingControls(state -> "s" + state.round(), 0);
    new TrainingLoop(options)
        .run(start(options), new ScriptedBackend(10), List.of(listener), controls);
    assertEquals(
        List.of(
            "start of 3 rounds",
            "round 1",
            "saved s1",
            "round 2",
            "epoch 1 loss 0.75",
            "saved s2",
            "round 3",
            "saved s3",
            "end: COMPLETED"),
        heard);
  }

  @Test
  @DisplayName("an epoch in the history is its rounds together, its loss weighted by targets")
  void epochsOfHistory() {
    History history =
        History.empty()
            .with(new RoundEntry(1, 1, 0.5, 2, 30, 0.1, 4, 1, Map.of("loss", 9.0)))
            .with(new RoundEntry(2, 1, 1, 6, 10, 0.2, 2, 3, Map.of()))
            .with(new RoundEntry(3, 2, 1.5, Double.NaN, 0, 0.3, 0, 1, Map.of()));
    List<EpochEntry> epochs = history.epochs();
    assertEquals(new EpochEntry(1, 3, 40, 0.2, 3, 4, Map.of("loss", 9.0)), epochs.get(0));
    assertEquals(10, epochs.get(0).targetsPerSecond());
    assertTrue(Double.isNaN(epochs.get(1).trainLoss()));
    assertEquals(2, epochs.size());
  }

  private static List<Integer> savedRounds(TrainingOptions options) {
    List<Integer> saved = new ArrayList<>();
    CheckpointWriter writer =
        state -> {
          saved.add(state.round());
          return "memory";
        };
    new TrainingLoop(options)
        .run(start(options), new ScriptedBackend(10), List.of(), new TrainingControls(writer, 0));
    return saved;
  }

  private static TrainingState start(TrainingOptions options) {
    return TrainingState.start(new float[] {0}, options);
  }

  private static TrainingResult run(TrainingOptions options, ScriptedBackend backend) {
    return new TrainingLoop(options)
        .run(start(options), backend, List.of(), TrainingControls.none());
  }
}
