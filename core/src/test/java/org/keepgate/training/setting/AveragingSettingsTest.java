package org.keepgate.training.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepgate.averaging.AveragingKind;
import org.keepgate.averaging.AveragingSpec;
import org.keepgate.averaging.IntervalSchedule;
import org.keepgate.averaging.OptimizerStatePolicy;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Keyed;

@DisplayName("Settings of averaging")
class AveragingSettingsTest {
  private static final SettingCatalog CATALOG =
      new SettingCatalog(
          NetworkSettings.group(),
          HeadSettings.group(),
          MemoryBlockSettings.group(),
          TrainingSettings.course(),
          AveragingSettings.group(),
          DivergenceSettings.group(),
          TrainingSettings.optimization());

  private final Settings settings = Settings.defaults(CATALOG, Task.CLASSIFY);

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "plain",
        "block-momentum",
        "block-momentum-nesterov",
        "outer-nesterov",
        "slow-mo",
        "gradients"
      })
  @DisplayName("a strategy has the constants of its source where none are set")
  void constantsOfTheSource(String key) {
    AveragingSpec spec = AveragingSettings.spec(settings.with("averaging", key), 8);
    assertEquals(AveragingSpec.of(Keyed.of(AveragingKind.class, "averaging", key), 8), spec);
  }

  @Test
  @DisplayName("each is what is set")
  void eachIsSet() {
    Settings set =
        settings
            .withAssignment("averaging=outer-nesterov")
            .withAssignment("blockMomentum=0.8")
            .withAssignment("blockLearningRate=0.6")
            .withAssignment("blockWarmupEpochs=0.5")
            .withAssignment("averagingInterval=50")
            .withAssignment("averagingSchedule=growing")
            .withAssignment("averagingScheduleEpochs=3")
            .withAssignment("optimizerState=per-worker");
    AveragingSpec expected =
        new AveragingSpec(
            AveragingKind.OUTER_NESTEROV,
            0.8,
            0.6,
            0.5,
            50,
            IntervalSchedule.GROWING,
            3,
            OptimizerStatePolicy.PER_WORKER);
    assertEquals(expected, TrainingSettings.options(set, 4).averaging());
    assertEquals(List.of(), EffectlessSettings.sentences(set));
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "averaging,mean",
    "blockMomentum,1",
    "blockMomentum,-0.1",
    "blockLearningRate,0",
    "blockWarmupEpochs,-1",
    "averagingInterval,-1",
    "averagingSchedule,never",
    "averagingScheduleEpochs,0",
    "optimizerState,lost"
  })
  @DisplayName("what is out of bounds is refused by name")
  void bounds(String name, String value) {
    InputException refusal = assertThrows(InputException.class, () -> settings.with(name, value));
    assertTrue(String.valueOf(refusal.getMessage()).startsWith(name + ": expected"));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "optimizerState=bmuf-adam",
        "optimizerState=bmuf-adam averaging=gradients",
        "optimizerState=bmuf-adam averaging=block-momentum optimizer=sgd",
        "averaging=gradients regime=online cell=lstm-1997 batchSize=1"
      })
  @DisplayName("impossible combinations are refused before any data are read")
  void impossible(String assignments) {
    Settings set = settings;
    for (String assignment : List.of(assignments.split(" ", -1))) {
      set = set.withAssignment(assignment);
    }
    Settings all = set;
    InputException refusal =
        assertThrows(InputException.class, () -> SettingCombinations.require(all));
    String name = assignments.substring(0, assignments.indexOf('='));
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains(name) && message.contains(": set "), message);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "blockMomentum=0.5|averaging=block-momentum or block-momentum-nesterov or outer-nesterov"
            + " or slow-mo",
        "averaging=gradients averagingInterval=5|averaging=plain or block-momentum or"
            + " block-momentum-nesterov or outer-nesterov or slow-mo",
        "averaging=gradients optimizerState=reset|averaging=plain or block-momentum or"
            + " block-momentum-nesterov or outer-nesterov or slow-mo",
        "averagingScheduleEpochs=3|averagingSchedule=growing or post-local"
      })
  @DisplayName("what has no effect is named")
  void effectless(String assignments, String needs) {
    Settings set = settings;
    String name = "";
    for (String assignment : List.of(assignments.split(" ", -1))) {
      set = set.withAssignment(assignment);
      name = assignment.substring(0, assignment.indexOf('='));
    }
    assertEquals(
        List.of(name + " has no effect: it needs " + needs), EffectlessSettings.sentences(set));
  }
}
