package org.keepgate.checkpoint;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.cell.CellOptions;
import org.keepgate.cell.Cells;
import org.keepgate.network.NetworkSpec;
import org.keepgate.optimizer.OptimizerKind;
import org.keepgate.optimizer.OptimizerSpec;
import org.keepgate.optimizer.ScheduleKind;
import org.keepgate.optimizer.ScheduleSpec;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.training.EarlyStoppingSpec;
import org.keepgate.training.Precision;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.setting.AveragingSettings;
import org.keepgate.training.setting.DivergenceSettings;
import org.keepgate.training.setting.HeadSettings;
import org.keepgate.training.setting.MemoryBlockSettings;
import org.keepgate.training.setting.NetworkSettings;
import org.keepgate.training.setting.SettingCatalog;
import org.keepgate.training.setting.TrainingSettings;

@DisplayName("A checkpoint")
class CheckpointTest {
  private static final DataFingerprints DATA = SampleTraining.DATA;
  private final Checkpoint checkpoint = SampleTraining.checkpoint(3, 0);
  private final NetworkSpec spec = SampleTraining.languageModel();
  private final TrainingOptions options = SampleTraining.options();

  @Test
  @DisplayName("is resumed by the same training, also to train longer or save more often")
  void sameTraining() {
    checkpoint.requireSameRun(spec, options, DATA);
    checkpoint.requireSameRun(
        spec,
        options.withMaxIter(70).withMaxRounds(0).withCheckpointInterval(1).withCheckpointRounds(2),
        DATA);
  }

  @Test
  @DisplayName("names every option that was changed")
  void changedOptions() {
    TrainingOptions other = options.withBatchSize(64).withSeed(5).withPrecision(Precision.BF16);
    String message = refusal(checkpoint, spec, other, DATA);
    assertTrue(message.contains("precision was float32, is bf16 now"), message);
    assertTrue(message.contains("batchSize was 9, is 64 now"), message);
    assertTrue(message.contains("seed was -8765432109876543210, is 5 now"), message);
  }

  @Test
  @DisplayName("names what was changed in the network")
  void changedNetwork() {
    NetworkSpec other =
        NetworkSpec.of(
                SequenceFormat.languageModel(6),
                CellOptions.of("lstm", 4).withClipPreActivationGradient(10.5).withForgetBias(1.25))
            .withEmbeddingSize(3)
            .withLayers(2)
            .withDropout(0.25);
    String message = refusal(checkpoint, other, options, DATA);
    assertTrue(
        message.contains("the number of inputs (features or symbols) was 5, is 6 now"), message);
    assertTrue(message.contains("cell was lstm-peephole, is lstm now"), message);
  }

  @Test
  @DisplayName("names what was changed as users set it, each that is compared")
  void userNames() {
    Set<String> known = new HashSet<>();
    new SettingCatalog(
            NetworkSettings.group(),
            HeadSettings.group(),
            MemoryBlockSettings.group(),
            TrainingSettings.course(),
            TrainingSettings.optimization(),
            AveragingSettings.group(),
            DivergenceSettings.group())
        .settings()
        .forEach(setting -> known.add(setting.name()));
    for (ObjectNode json :
        List.of(
            TrainingOptionsJson.toJson(options),
            NetworkSpecJson.toJson(NetworkSpec.of(spec.format(), Cells.LSTM_1997, 3)))) {
      for (String name : leaves(json)) {
        String word = OptionDifferences.word(name);
        assertTrue(
            known.contains(word) || word.contains(" ") || word.contains("="),
            name + " is no setting, and has no words");
      }
    }
    TrainingOptions other =
        options
            .withEarlyStopping(new EarlyStoppingSpec(9, 0.75))
            .withOptimizer(OptimizerSpec.of(OptimizerKind.SGD).withWeightDecay(0.5));
    String message = refusal(checkpoint, spec, other, DATA);
    assertTrue(message.contains("; tol was "), message);
    assertTrue(message.contains("; regParam was "), message);
  }

  private static List<String> leaves(ObjectNode json) {
    List<String> names = new ArrayList<>();
    json.properties()
        .forEach(
            field -> {
              if (field.getValue() instanceof ObjectNode inner) {
                names.addAll(leaves(inner));
              } else {
                names.add(field.getKey());
              }
            });
    return names;
  }

  @Test
  @DisplayName("says where it is resumed on a machine that computes otherwise")
  void otherArithmetic() {
    Map<String, String> same = Map.of("arithmetic", "oneDNN 3 AVX-512, JDK 17", "java", "17.0.1");
    Checkpoint saved = new Checkpoint(spec, options, DATA, same, checkpoint.state());
    assertNull(saved.otherArithmetic(same));
    assertNull(saved.otherArithmetic(Map.of("arithmetic", "oneDNN 3 AVX-512, JDK 17")));
    assertNull(saved.otherArithmetic(Map.of()), "who does not know does not warn");
    String warning = String.valueOf(saved.otherArithmetic(Map.of("arithmetic", "java 1, JDK 21")));
    assertTrue(
        warning.startsWith(
            "the checkpoint of round 3 was computed by 'oneDNN 3 AVX-512, JDK 17', this machine"
                + " computes by 'java 1, JDK 21'"),
        warning);
  }

  @Test
  @DisplayName("refuses other data")
  void changedData() {
    String message = refusal(checkpoint, spec, options, new DataFingerprints("other", "texts"));
    assertTrue(
        message.contains("training data have the fingerprint other, the checkpoint's data of"),
        message);
    assertTrue(
        message.contains("validation data have the fingerprint texts, the checkpoint's data held"),
        message);
  }

  @Test
  @DisplayName("refuses validation data where there were none, but not where it cannot know")
  void validationData() {
    DataFingerprints none = DataFingerprints.ofTraining(DATA.training());
    String message = refusal(checkpoint, spec, options, none);
    assertTrue(message.contains("the validation data have the fingerprint none"), message);
    assertFalse(message.contains("the training data"), message);
    DataFingerprints unknown = new DataFingerprints(DATA.training(), DataFingerprints.UNKNOWN);
    new Checkpoint(spec, options, unknown, Map.of(), checkpoint.state())
        .requireSameRun(spec, options, DATA);
  }

  @Test
  @DisplayName("refuses another length when the schedule is stretched over it")
  void stretchedSchedule() {
    TrainingOptions stretched =
        options.withSchedule(ScheduleSpec.of(ScheduleKind.COSINE, 0.01)).withScheduleEpochs(0);
    Checkpoint cosine =
        new Checkpoint(
            spec, stretched, DATA, SampleTraining.ENVIRONMENT, SampleTraining.state(3, 0));
    String message = refusal(cosine, spec, stretched.withMaxIter(70), DATA);
    assertTrue(message.contains("maxIter was 7, is 70 now"), message);
  }

  private static String refusal(
      Checkpoint checkpoint, NetworkSpec spec, TrainingOptions options, DataFingerprints data) {
    InputException refusal =
        assertThrows(InputException.class, () -> checkpoint.requireSameRun(spec, options, data));
    return String.valueOf(refusal.getMessage());
  }
}
