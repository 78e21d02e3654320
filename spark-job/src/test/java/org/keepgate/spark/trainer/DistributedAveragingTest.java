package org.keepgate.spark.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.BlockId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepgate.averaging.AveragingKind;
import org.keepgate.averaging.AveragingSpec;
import org.keepgate.averaging.OptimizerStatePolicy;
import org.keepgate.checkpoint.CheckpointStore;
import org.keepgate.checkpoint.FileTree;
import org.keepgate.math.Gemm;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceShare;
import org.keepgate.spark.SharedSpark;
import org.keepgate.training.LocalBackend;
import org.keepgate.training.TrainingControls;
import org.keepgate.training.TrainingLoop;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.TrainingResult;
import scala.jdk.javaapi.CollectionConverters;

@DisplayName("Averaging on Spark: every strategy gives the bits of workers in one JVM")
class DistributedAveragingTest {
  private static final NetworkSpec TEXT = SmallTask.network(SmallTask.TEXT);
  private static final int WORKERS = 3;

  private final JavaSparkContext spark = SharedSpark.context();

  @ParameterizedTest(name = "{0}")
  @EnumSource
  @DisplayName("three workers on Spark are three workers one after the other")
  void isLocal(AveragingKind kind) {
    JavaRDD<SequenceBlock> shares = shares();
    List<SequenceShare> local = new ArrayList<>();
    for (List<SequenceBlock> share : shares.glom().collect()) {
      local.add(new SequenceShare(SmallTask.TEXT, share));
    }
    for (OptimizerStatePolicy policy : OptimizerStatePolicy.values()) {
      if (policy == OptimizerStatePolicy.BMUF_ADAM && !kind.hasMomentum()) {
        continue;
      }
      TrainingOptions options = options(kind, policy).withMaxRounds(4);
      DistributedTrainer trainer = new DistributedTrainer(TEXT, options, shares, null);
      TrainingResult distributed = SmallTask.train(trainer, trainer.start());
      try (LocalBackend backend =
          new LocalBackend(TEXT, options, Gemm.chosen(), local, List.of())) {
        TrainingResult expected =
            new TrainingLoop(options)
                .run(trainer.start(), backend, List.of(), TrainingControls.none());
        assertEquals(SmallTask.bits(expected), SmallTask.bits(distributed), policy.key());
      }
    }
  }

  @Test
  @DisplayName("resumed in the middle of an epoch: momentum and workers' own states go on")
  void resume(@TempDir Path folder) {
    TrainingOptions options =
        options(AveragingKind.SLOW_MO, OptimizerStatePolicy.PER_WORKER).withCheckpointRounds(1);
    JavaRDD<SequenceBlock> shares = shares();
    TrainingResult unbroken = SmallTask.train(TEXT, options, shares, shares);

    FileTree tree = HadoopFileTree.of(folder.toUri().toString(), spark.hadoopConfiguration());
    CheckpointStore store = new CheckpointStore(tree, 2);
    DistributedTrainer first =
        new DistributedTrainer(TEXT, options.withMaxRounds(3), shares, shares);
    TrainingControls saving = new TrainingControls(first.writer(store, Map.of()), 0);
    TrainingResult stopped = first.train(first.start(), List.of(), saving);
    assertTrue(stopped.state().nextMinibatch() > 0, "in the middle of an epoch");
    assertTrue(stopped.state().averaging().blockUpdate().length > 0);
    assertEquals(WORKERS, stopped.state().averaging().optimizers().size());

    DistributedTrainer second = new DistributedTrainer(TEXT, options, shares, shares);
    TrainingResult resumed = SmallTask.train(second, second.resumed(store, Map.of()));
    assertEquals(SmallTask.bits(unbroken), SmallTask.bits(resumed));
  }

  @Test
  @DisplayName("no round leaves behind what it has sent to its workers, one by one")
  void broadcastsAreDestroyed() throws InterruptedException {
    NetworkSpec wide = NetworkSpec.of(SmallTask.TEXT, "lstm", 64); // Spark's own are smaller
    Set<BlockId> before = broadcastsOf(wide);
    SmallTask.train(
        wide,
        options(AveragingKind.PLAIN, OptimizerStatePolicy.PER_WORKER),
        shares(),
        SmallTask.deal(spark, SmallTask.texts(3, 2), SmallTask.TEXT, 1));
    for (int wait = 0; wait < 100 && !before.containsAll(broadcastsOf(wide)); wait++) {
      Thread.sleep(100); // Spark removes blocks in the background
    }
    Set<BlockId> left = broadcastsOf(wide);
    left.removeAll(before);
    assertEquals(Set.of(), left);
  }

  /** At least as large as the parameters. */
  private Set<BlockId> broadcastsOf(NetworkSpec spec) {
    int bytes = 4 * spec.layout().size();
    var blocks = spark.env().blockManager();
    return CollectionConverters.asJava(blocks.getMatchingBlockIds(id -> id.isBroadcast())).stream()
        .filter(id -> blocks.getStatus(id).exists(status -> status.memSize() >= bytes))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private JavaRDD<SequenceBlock> shares() {
    return SmallTask.deal(spark, SmallTask.texts(40, 1), SmallTask.TEXT, WORKERS);
  }

  private static TrainingOptions options(AveragingKind kind, OptimizerStatePolicy policy) {
    return SmallTask.options(WORKERS)
        .withSegmentLength(10)
        .withAveraging(AveragingSpec.of(kind, WORKERS).withInterval(2).withOptimizerState(policy));
  }
}
