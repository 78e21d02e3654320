package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few of the moments of {@link KillAndResume}, each in a program of its own. */
@DisplayName("A training whose program is killed by signal 9, and resumed")
class KillAndResumeTest {

  @Test
  @DisplayName("ends with the bytes of one never disturbed, wherever it was killed")
  void sameBytes(@TempDir Path folder) throws IOException, InterruptedException {
    KilledTraining training =
        new KilledTraining(
            folder,
            KillAndResume.texts(folder),
            List.of(
                "maxIter=3",
                "stepSize=0.05",
                "schedule=cosine",
                "warmupEpochs=1",
                "averaging=block-momentum",
                "optimizerState=per-worker",
                "patience=1",
                "tol=0.2"));
    KilledTraining.Result expected = training.undisturbed();
    assertEquals("EARLY_STOPPING", expected.stopReason());
    Map<String, String> moments = new LinkedHashMap<>();
    moments.put(
        "Keepgate epoch 1/3, round 2: train 3 workers, task 2 ended", "resuming after round 1");
    moments.put("round-00000003/state.safetensors half written", "resuming after round 2");
    moments.put("round-00000002/manifest.json written", "resuming after round 2");
    moments.put("place/.model.draft renamed", "resuming after round " + expected.rounds());
    for (Map.Entry<String, String> moment : moments.entrySet()) {
      String run = "run" + moment.getKey().hashCode();
      assertEquals(moment.getValue(), training.killAndResume(run, moment.getKey()));
      assertEquals(expected, training.result(run), moment.getKey());
    }
  }
}
