package org.keepgate.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepgate.math.Gemm;
import org.keepgate.math.RandomStream;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceBlockBuilder;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;
import org.keepgate.training.EarlyStoppingSpec;
import org.keepgate.training.LocalTrainer;
import org.keepgate.training.TrainingControls;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.TrainingResult;
import org.keepgate.training.TrainingState;

@DisplayName("A training that dies while it saves, and is resumed from its files")
class ResumeFromFilesTest {
  private static final SequenceFormat FORMAT = SequenceFormat.languageModel(6);
  private static final NetworkSpec SPEC =
      NetworkSpec.of(FORMAT, "lstm", 5).withLayers(2).withDropout(0.2);
  private static final TrainingOptions OPTIONS =
      TrainingOptions.defaults()
          .withBatchSize(3)
          .withSegmentLength(5)
          .withAveragingInterval(4)
          .withMaxRounds(6)
          .withValidationInterval(2)
          .withEarlyStopping(new EarlyStoppingSpec(5, 0))
          .withCheckpointRounds(1);

  private static final DataFingerprints DATA = new DataFingerprints("data", "more data");

  @TempDir Path temporary;

  @ParameterizedTest(name = "after {0} bytes")
  @ValueSource(ints = {100, 20_000, 40_000, 55_000, 70_000})
  @DisplayName("ends with the model, byte for byte, of one that never stopped")
  void endsWithTheSameModel(int bytes) throws IOException {
    FileTree tree = new LocalFileTree(temporary.resolve("checkpoints"));
    TrainingState start = trainer().start();
    assertThrows(InputException.class, () -> train(start, FullDiskTree.dyingAfter(tree, bytes)));

    TrainingState saved =
        new CheckpointStore(tree, 2, warning -> {})
            .latest()
            .map(
                checkpoint -> {
                  checkpoint.requireSameRun(SPEC, OPTIONS, DATA);
                  return checkpoint.state();
                })
            .orElse(start);
    assertEquals(bytes > 100, saved.round() > 0, "all but the first died after a whole checkpoint");
    TrainingResult resumed = train(saved, tree);
    TrainingResult whole = train(start, new LocalFileTree(temporary.resolve("undisturbed")));
    assertEquals(OPTIONS.maxRounds(), resumed.history().rounds().size());
    assertArrayEquals(modelBytes(whole, "whole"), modelBytes(resumed, "resumed"));
  }

  private byte[] modelBytes(TrainingResult result, String name) throws IOException {
    TrainedModel model =
        new TrainedModel(
            SPEC,
            "language-model",
            result.parameters(),
            null,
            null,
            null,
            null,
            Map.of(),
            TrainingRecord.of(result, OPTIONS, "one, locally", "data"));
    Path folder = temporary.resolve(name);
    ModelDirectory.write(model, new LocalFileTree(folder), false);
    return Files.readAllBytes(folder.resolve("model.safetensors"));
  }

  private static TrainingResult train(TrainingState from, FileTree tree) {
    CheckpointStore store = new CheckpointStore(tree, 2, warning -> {});
    TrainingControls controls =
        new TrainingControls(store.writer(SPEC, OPTIONS, DATA, Map.of()), 0);
    return trainer().resume(from, share(9, 1), share(2, 2), List.of(), controls);
  }

  private static LocalTrainer trainer() {
    return new LocalTrainer(SPEC, OPTIONS, Gemm.named("java"));
  }

  private static SequenceShare share(int texts, long seed) {
    RandomStream random = new RandomStream(seed);
    SequenceBlockBuilder block = SequenceBlock.builder(FORMAT);
    for (int i = 0; i < texts; i++) {
      int[] symbols = new int[20 + random.nextInt(20)];
      for (int t = 1; t < symbols.length - 1; t++) {
        symbols[t] = 1 + random.nextInt(5);
      }
      block.add(Sequence.ofSymbols("text " + i, symbols));
    }
    return new SequenceShare(FORMAT, List.of(block.build()));
  }
}
