package org.keepgate.checkpoint;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.cell.CellOptions;
import org.keepgate.network.NetworkSpec;
import org.keepgate.optimizer.ScheduleKind;
import org.keepgate.optimizer.ScheduleSpec;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.training.Precision;
import org.keepgate.training.TrainingOptions;

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
    assertTrue(message.contains("precision was \"float32\", is \"bf16\" now"), message);
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
    assertTrue(message.contains("inputSize was 5, is 6 now"), message);
    assertTrue(message.contains("cell was \"lstm-peephole\", is \"lstm\" now"), message);
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
