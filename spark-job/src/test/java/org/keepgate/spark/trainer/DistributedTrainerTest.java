package org.keepgate.spark.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepgate.cell.CellOptions;
import org.keepgate.cell.MemoryBlockOptions;
import org.keepgate.checkpoint.CheckpointStore;
import org.keepgate.checkpoint.FileTree;
import org.keepgate.evaluation.Evaluator;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.math.Gemm;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceShare;
import org.keepgate.spark.SharedSpark;
import org.keepgate.spark.dataset.SequencePartitioner;
import org.keepgate.training.LocalTrainer;
import org.keepgate.training.Precision;
import org.keepgate.training.Regime;
import org.keepgate.training.TrainingControls;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.TrainingResult;
import scala.jdk.javaapi.CollectionConverters;

@DisplayName(
    "Distributed trainer: what a training comes to depends on data, seed and workers alone")
class DistributedTrainerTest {
  private static final NetworkSpec TABLE = SmallTask.network(SmallTask.TABLE);
  private static final NetworkSpec TEXT = SmallTask.network(SmallTask.TEXT);

  private static final AtomicInteger READINGS = new AtomicInteger(); // tasks are of this JVM
  private static final AtomicInteger FAILING = new AtomicInteger(-1);

  private final JavaSparkContext spark = SharedSpark.context();

  @Test
  @DisplayName("one worker gives the bits of the local trainer: whole sequences")
  void oneWorkerIsLocal() {
    JavaRDD<SequenceBlock> training =
        SmallTask.deal(spark, SmallTask.rows(60, 1), SmallTask.TABLE, 1);
    JavaRDD<SequenceBlock> validation =
        SmallTask.deal(spark, SmallTask.rows(20, 2), SmallTask.TABLE, 1);
    assertLocalBits(TABLE, SmallTask.options(1), training, validation);
  }

  @Test
  @DisplayName("one worker gives the bits of the local trainer: texts, state carried over")
  void oneWorkerIsLocalOnTexts() {
    JavaRDD<SequenceBlock> training =
        SmallTask.deal(spark, SmallTask.texts(30, 1), SmallTask.TEXT, 1);
    JavaRDD<SequenceBlock> validation =
        SmallTask.deal(spark, SmallTask.texts(5, 2), SmallTask.TEXT, 1);
    assertLocalBits(TEXT, SmallTask.options(1).withSegmentLength(10), training, validation);
  }

  @Test
  @DisplayName(
      "one worker that learns online gives the bits of the local trainer; two repeat theirs")
  void onlineRegime() {
    MemoryBlockOptions blocks =
        MemoryBlockOptions.classic().withCellsPerBlock(2).withForgetGate(true);
    NetworkSpec spec = NetworkSpec.of(SmallTask.TEXT, CellOptions.memoryBlocks(3, blocks));
    TrainingOptions online =
        SmallTask.options(1)
            .withBatchSize(1)
            .withSegmentLength(10)
            .withAveragingInterval(20)
            .withRegime(Regime.ONLINE);
    List<Sequence> texts = SmallTask.texts(20, 1);
    JavaRDD<SequenceBlock> validation =
        SmallTask.deal(spark, SmallTask.texts(5, 2), SmallTask.TEXT, 1);
    assertLocalBits(spec, online, SmallTask.deal(spark, texts, SmallTask.TEXT, 1), validation);
    JavaRDD<SequenceBlock> two = SmallTask.deal(spark, texts, SmallTask.TEXT, 2);
    TrainingOptions both = online.withNumWorkers(2);
    assertEquals(
        SmallTask.bits(SmallTask.train(spec, both, two, validation)),
        SmallTask.bits(SmallTask.train(spec, both, two, validation)));
  }

  @Test
  @DisplayName("in bf16 one worker gives the bits of the local trainer; two repeat theirs")
  void bf16() {
    TrainingOptions rounded = SmallTask.options(1).withPrecision(Precision.BF16);
    List<Sequence> rows = SmallTask.rows(60, 1);
    JavaRDD<SequenceBlock> one = SmallTask.deal(spark, rows, SmallTask.TABLE, 1);
    assertLocalBits(TABLE, rounded, one, one);
    JavaRDD<SequenceBlock> two = SmallTask.deal(spark, rows, SmallTask.TABLE, 2);
    TrainingResult result = SmallTask.train(TABLE, rounded.withNumWorkers(2), two, two);
    assertEquals(
        SmallTask.bits(SmallTask.train(TABLE, rounded.withNumWorkers(2), two, two)),
        SmallTask.bits(result));
    assertEquals(Gemm.chosen().inBf16().fingerprint(), result.fingerprint());
  }

  private static void assertLocalBits(
      NetworkSpec spec,
      TrainingOptions options,
      JavaRDD<SequenceBlock> training,
      JavaRDD<SequenceBlock> validation) {
    TrainingResult local =
        new LocalTrainer(spec, options, Gemm.chosen())
            .train(
                SmallTask.share(spec.format(), training),
                SmallTask.share(spec.format(), validation),
                List.of());
    TrainingResult distributed = SmallTask.train(spec, options, training, validation);
    assertTrue(local.history().rounds().size() > 4, "several rounds an epoch");
    assertEquals(SmallTask.bits(local), SmallTask.bits(distributed));
  }

  @Test
  @DisplayName("the same bits from input re-ordered and re-partitioned, with empty partitions")
  void anyOrderOfInput() {
    List<Sequence> rows = SmallTask.rows(70, 1);
    List<Object> expected = bits(spark.parallelize(rows, 2), 5);
    for (int partitions : new int[] {1, 3, 7}) {
      Collections.shuffle(rows, new Random(partitions));
      JavaRDD<Sequence> withEmpty =
          spark
              .<Sequence>parallelize(List.of(), 2)
              .union(spark.parallelize(rows, partitions))
              .union(spark.emptyRDD());
      assertEquals(expected, bits(withEmpty, 5), partitions + " partitions");
    }
    assertNotEquals(expected, bits(spark.parallelize(rows, 2), 6), "another seed");
  }

  private static List<Object> bits(JavaRDD<Sequence> rows, long seed) {
    JavaRDD<SequenceBlock> shares = SequencePartitioner.deal(rows, SmallTask.TABLE, 3);
    TrainingOptions options = SmallTask.options(3).withSeed(seed);
    return SmallTask.bits(SmallTask.train(TABLE, options, shares, shares));
  }

  @Test
  @DisplayName("a worker without sequences changes nothing")
  void emptyShare() {
    JavaRDD<SequenceBlock> two = SmallTask.deal(spark, SmallTask.rows(40, 1), SmallTask.TABLE, 2);
    JavaRDD<SequenceBlock> three = two.union(spark.parallelize(List.of(), 1));
    assertEquals(3, three.getNumPartitions());
    TrainingResult without = SmallTask.train(TABLE, SmallTask.options(2), two, two);
    TrainingResult with = SmallTask.train(TABLE, SmallTask.options(3), three, three);
    assertEquals(SmallTask.bits(without), SmallTask.bits(with));
  }

  @Test
  @DisplayName("evaluation sums the shares in their order")
  void evaluation() {
    JavaRDD<SequenceBlock> shares =
        SmallTask.deal(spark, SmallTask.rows(50, 3), SmallTask.TABLE, 3);
    float[] parameters = TABLE.initialParameters(9);
    MetricSums expected = new MetricSums(SmallTask.TABLE.targetKind(), 4);
    for (List<SequenceBlock> share : shares.glom().collect()) {
      SequenceShare local = new SequenceShare(SmallTask.TABLE, share);
      expected.add(Evaluator.evaluate(TABLE, parameters, local, 8, 0, Gemm.chosen()));
    }
    MetricSums found = DistributedEvaluator.evaluate(TABLE, parameters, shares, 8, 0);
    assertEquals(50, found.targetCount());
    assertEquals(expected.lossSum(), found.lossSum());
    assertEquals(expected.correct(), found.correct());
  }

  @Test
  @DisplayName("resumed in the middle of an epoch, the bits are those of never having stopped")
  void resume(@TempDir Path folder) {
    TrainingOptions options = SmallTask.options(2).withSegmentLength(10).withCheckpointRounds(1);
    JavaRDD<SequenceBlock> shares =
        SmallTask.deal(spark, SmallTask.texts(30, 1), SmallTask.TEXT, 2);
    TrainingResult unbroken = SmallTask.train(TEXT, options, shares, shares);

    FileTree tree = HadoopFileTree.of(folder.toUri().toString(), spark.hadoopConfiguration());
    CheckpointStore store = new CheckpointStore(tree, 2);
    DistributedTrainer first =
        new DistributedTrainer(TEXT, options.withMaxRounds(3), shares, shares);
    TrainingControls saving = new TrainingControls(first.writer(store, Map.of()), 0);
    TrainingResult stopped = first.train(first.start(), List.of(), saving);
    assertEquals(3, stopped.state().round());
    assertTrue(stopped.state().nextMinibatch() > 0, "in the middle of an epoch");

    DistributedTrainer second = new DistributedTrainer(TEXT, options, shares, shares);
    TrainingResult resumed =
        second.train(second.resumed(store, Map.of()), List.of(), TrainingControls.none());
    assertEquals(SmallTask.bits(unbroken), SmallTask.bits(resumed));
  }

  @Test
  @DisplayName("a checkpoint of other data is refused")
  void foreignCheckpoint(@TempDir Path folder) {
    TrainingOptions options = SmallTask.options(2).withMaxRounds(1);
    FileTree tree = HadoopFileTree.of(folder.toUri().toString(), spark.hadoopConfiguration());
    CheckpointStore store = new CheckpointStore(tree, 2);
    DistributedTrainer first =
        new DistributedTrainer(
            TABLE, options, SmallTask.deal(spark, SmallTask.rows(40, 1), SmallTask.TABLE, 2), null);
    first.train(first.start(), List.of(), new TrainingControls(first.writer(store, Map.of()), 0));
    DistributedTrainer second =
        new DistributedTrainer(
            TABLE, options, SmallTask.deal(spark, SmallTask.rows(40, 2), SmallTask.TABLE, 2), null);
    assertThrows(InputException.class, () -> second.resumed(store, Map.of()));
  }

  @Test
  @DisplayName("no round leaves its broadcast behind")
  void broadcastsAreDestroyed() throws InterruptedException {
    JavaRDD<SequenceBlock> shares =
        SmallTask.deal(spark, SmallTask.rows(40, 1), SmallTask.TABLE, 2);
    NetworkSpec wide = NetworkSpec.of(SmallTask.TABLE, "lstm", 64);
    int bytes = 4 * wide.layout().size();
    int before = broadcastsLargerThan(bytes);
    Broadcast<float[]> another = spark.broadcast(wide.initialParameters(1));
    assertEquals(before + 1, broadcastsLargerThan(bytes), "such broadcasts are seen");
    another.destroy();
    SmallTask.train(wide, SmallTask.options(2), shares, shares);
    for (int wait = 0; wait < 100 && broadcastsLargerThan(bytes) > before; wait++) {
      Thread.sleep(100); // Spark removes blocks in the background
    }
    assertEquals(before, broadcastsLargerThan(bytes));
  }

  private int broadcastsLargerThan(int bytes) {
    var blocks = spark.env().blockManager();
    return (int)
        CollectionConverters.asJava(blocks.getMatchingBlockIds(id -> id.isBroadcast())).stream()
            .filter(id -> blocks.getStatus(id).exists(status -> status.memSize() >= bytes))
            .count();
  }

  @Test
  @DisplayName("parameters given to a round and cached blocks are not written to")
  void nothingSharedIsWritten() {
    JavaRDD<SequenceBlock> shares =
        SmallTask.deal(spark, SmallTask.rows(40, 1), SmallTask.TABLE, 2);
    DistributedTrainer trainer =
        new DistributedTrainer(TABLE, SmallTask.options(2), shares, shares);
    var start = trainer.start();
    float[] parameters = start.parameters().clone();
    List<SequenceBlock> blocks = new ArrayList<>(shares.collect());
    trainer.train(start, List.of(), TrainingControls.none());
    assertTrue(Arrays.equals(parameters, start.parameters()));
    assertEquals(0, start.optimizer().step());
    assertEquals(blocks, shares.collect());
  }

  @Test
  @DisplayName("a share that is computed again and comes out differently is refused by name")
  void changingSource() {
    JavaRDD<SequenceBlock> shares =
        spark
            .parallelize(List.of(1, 2), 2)
            .map(
                worker -> {
                  int readings = worker == 2 ? READINGS.incrementAndGet() : 0;
                  var builder = SequenceBlock.builder(SmallTask.TABLE);
                  SmallTask.rows(10, readings).forEach(builder::add);
                  return builder.build();
                });
    InputException refused =
        assertThrows(
            InputException.class,
            () -> SmallTask.train(TABLE, SmallTask.options(2), shares, shares));
    assertEquals(
        "the share of worker 2 of 2 was computed again and came out differently; expected an input"
            + " that gives the same sequences whenever it is read: write it to a file first",
        refused.getMessage());
  }

  @Test
  @DisplayName("a failing task names its worker and its round")
  void failingWorker() {
    JavaRDD<SequenceBlock> shares =
        SmallTask.deal(spark, SmallTask.rows(20, 1), SmallTask.TABLE, 2)
            .map(
                block -> {
                  if (FAILING.get() == TaskContext.getPartitionId()) {
                    throw new IllegalStateException("out of order");
                  }
                  return block;
                });
    DistributedTrainer trainer = new DistributedTrainer(TABLE, SmallTask.options(2), shares, null);
    FAILING.set(1);
    IllegalStateException failure =
        assertThrows(
            IllegalStateException.class,
            () -> trainer.train(trainer.start(), List.of(), TrainingControls.none()));
    FAILING.set(-1);
    assertEquals("worker 2 of 2 failed in round 1 (epoch 1): out of order", failure.getMessage());
  }
}
