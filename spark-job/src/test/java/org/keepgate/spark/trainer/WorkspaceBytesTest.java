package org.keepgate.spark.trainer;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.math.Gemm;
import org.keepgate.network.NetworkSpec;
import org.keepgate.network.WorkspaceSize;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.training.Regime;
import org.keepgate.training.ShareSummary;
import org.keepgate.training.TrainingOptions;

@DisplayName("The memory of a minibatch is computed before anything runs")
class WorkspaceBytesTest {
  private static final NetworkSpec SPEC =
      NetworkSpec.of(SequenceFormat.classifier(3, 2), "lstm", 10);
  private static final List<ShareSummary> SHARES =
      List.of(
          new ShareSummary(0, 6, 600, 6, 3, 2, 200),
          new ShareSummary(1, 6, 6_000_000, 6, 3, 2, 3_000_000));

  @Test
  @DisplayName(
      "of the largest minibatch: what the network takes for it, or online nothing of steps")
  void bytes() {
    WorkspaceBytes bytes = WorkspaceBytes.of(SPEC, TrainingOptions.defaults(), SHARES, 2);
    assertEquals(3_000_000, bytes.packedRows());
    assertEquals(WorkspaceSize.of(SPEC, Gemm.chosen()).bytes(2, 3_000_000), bytes.worker());
    NetworkSpec blocks = NetworkSpec.of(SPEC.format(), "lstm-1997", 10);
    TrainingOptions online = TrainingOptions.defaults().withBatchSize(1).withRegime(Regime.ONLINE);
    assertTrue(WorkspaceBytes.of(blocks, online, SHARES, 2).worker() < 1 << 20);
  }

  @Test
  @DisplayName("more than the machine has is refused, naming what to lower")
  void refused() {
    WorkspaceBytes bytes = new WorkspaceBytes(2_000_000, 534L << 20, 2);
    InputException refused =
        assertThrows(InputException.class, () -> bytes.requireFits(1_000L << 20));
    assertEquals(
        "a worker's minibatch of 2000000 steps needs 534 MB, 1068 MB for the workers that run at"
            + " once, but this machine has 1000 MB; lower batchSize, segmentLength (0 = whole"
            + " sequences) or hiddenSize",
        refused.getMessage());
    assertDoesNotThrow(() -> bytes.requireFits(1_100L << 20));
    assertTrue(WorkspaceBytes.available() > 1L << 28);
  }

  @Test
  @DisplayName("native memory that YARN or Kubernetes would kill an executor for is refused")
  void overhead() {
    assumeTrue(Gemm.chosen().name().equals("onednn"), "products have native memory");
    WorkspaceBytes bytes = new WorkspaceBytes(2_000_000, 500L << 20, 0);
    SparkConf conf = new SparkConf(false).set("spark.executor.memory", "4g"); // 409 MB besides
    for (String master : List.of("yarn", "k8s://https://cluster")) {
      conf.set("spark.master", master);
      InputException refused =
          assertThrows(InputException.class, () -> bytes.requireFitsOverhead(conf, 8));
      assertEquals(
          "the workers that run at once in an executor need 500 MB besides its heap, but"
              + " spark.executor.memoryOverhead is 409 MB; raise it to 1009m, or lower batchSize,"
              + " segmentLength (0 = whole sequences) or spark.executor.cores",
          refused.getMessage());
    }
    conf.set("spark.executor.memoryOverhead", "1000");
    assertDoesNotThrow(() -> bytes.requireFitsOverhead(conf, 8));
    conf.set("spark.executor.cores", "4");
    assertThrows(InputException.class, () -> bytes.requireFitsOverhead(conf, 8));
    conf.set("spark.master", "spark://host:7077"); // whose executors have no other limit
    assertDoesNotThrow(() -> bytes.requireFitsOverhead(conf, 8));
  }
}
