package org.keepgate.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.math.Gemm;
import org.keepgate.network.Network;
import org.keepgate.sequence.BatchPlan;
import org.keepgate.sequence.Batcher;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceShare;

@DisplayName("Golden files: a folder of each format version")
class GoldenFilesTest {

  @Test
  @DisplayName("model, version 1: still loads, and still predicts what it predicted")
  void modelOfVersion1() throws URISyntaxException {
    TrainedModel model = ModelDirectory.read(folder("model-1"));
    ModelDirectoryTest.assertSame(SampleModels.languageModel(), model);
    // 8.37037046 by NumPy in double, from the file (open_with_python.py beside it)
    assertEquals(8.37037046, lossOf(model, 0, 2, 3, 4, 1, 0), 1e-5);
  }

  @Test
  @DisplayName("checkpoint, version 1: still loads")
  void checkpointOfVersion1() throws URISyntaxException {
    Checkpoint found = new CheckpointStore(folder("checkpoints-1"), 1).latest().orElseThrow();
    Checkpoint expected = SampleTraining.checkpoint(2, 1);
    expected.requireSameRun(found.spec(), found.options(), SampleTraining.DATA);
    assertEquals("data of the test", found.data().training());
    CheckpointStoreTest.assertSameState(expected.state(), found.state());
    assertTrue(found.state().earlyStopping().bestParameters() != null);
  }

  @Test
  @DisplayName("checkpoint, version 2: momentum, and optimizer states that workers keep")
  void checkpointOfVersion2() throws URISyntaxException {
    Checkpoint found = new CheckpointStore(folder("checkpoints-2"), 1).latest().orElseThrow();
    Checkpoint expected = SampleTraining.averaged();
    assertEquals(expected.spec(), found.spec());
    assertEquals(expected.options(), found.options());
    assertEquals(expected.data(), found.data());
    assertEquals(expected.environment(), found.environment());
    CheckpointStoreTest.assertSameState(expected.state(), found.state());
  }

  @Test
  @DisplayName("model, version 1, of a forecaster: head, standardizers, history and averaging")
  void forecasterOfVersion1() throws URISyntaxException {
    TrainedModel found = ModelDirectory.read(folder("model-1-forecaster"));
    ModelDirectoryTest.assertSame(GoldenFiles.forecaster(), found);
  }

  /** In nats, over all targets of one text. */
  private static double lossOf(TrainedModel model, int... text) {
    SequenceBlock block =
        SequenceBlock.builder(model.spec().format()).add(Sequence.ofSymbols("text", text)).build();
    SequenceShare share = new SequenceShare(model.spec().format(), List.of(block));
    BatchPlan plan = Batcher.plan(share, 1, 1, 0, 0, false);
    Minibatch batch = new Minibatch(model.spec().format(), 1, text.length);
    plan.fill(0, batch);
    MetricSums sums =
        new MetricSums(model.spec().format().targetKind(), model.spec().format().outputSize());
    try (Network network = new Network(model.spec(), Gemm.named("java"), 1, text.length)) {
      network.setParameters(model.parameters());
      network.forward(batch, new float[model.spec().carriedSize(1)], false, 0, sums);
    }
    return sums.lossSum();
  }

  private static FileTree folder(String name) throws URISyntaxException {
    URL resource = GoldenFilesTest.class.getResource("/golden/files/" + name);
    return new LocalFileTree(Path.of(Objects.requireNonNull(resource, name).toURI()));
  }
}
