package org.keepgate.spark.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.FetchFailed;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.storage.RDDBlockId;
import org.apache.spark.storage.RDDInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepgate.averaging.AveragingKind;
import org.keepgate.averaging.AveragingSpec;
import org.keepgate.averaging.OptimizerStatePolicy;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.spark.SharedSpark;
import org.keepgate.training.RoundEntry;
import org.keepgate.training.TrainingControls;
import org.keepgate.training.TrainingListener;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.TrainingResult;

@DisplayName("Faults of a cluster of two executor processes: the same bits, or one clear sentence")
class FaultsTest {
  private static final NetworkSpec TEXT = SmallTask.network(SmallTask.TEXT);
  private static final TrainingOptions OPTIONS = SmallTask.options(3).withSegmentLength(10);
  private static final int READING =
      4; // of a share: its fingerprint, its summary, round 1, round 2
  private static final TrainingOptions KEEPING = // long enough for states to be settled once
      OPTIONS
          .withMaxIter(5)
          .withAveraging(
              AveragingSpec.of(AveragingKind.SLOW_MO, 3)
                  .withInterval(2)
                  .withOptimizerState(OptimizerStatePolicy.PER_WORKER));

  @TempDir private static Path folder;
  private static JavaSparkContext spark;
  private static List<Object> expected;
  private static List<Object> expectedKeeping;

  private final Seen seen = new Seen();

  @BeforeAll
  static void start() throws IOException {
    SharedSpark.stop();
    try (JavaSparkContext local = new JavaSparkContext(SharedSpark.conf("local[1]"))) {
      JavaRDD<SequenceBlock> shares =
          SmallTask.deal(local, SmallTask.texts(40, 1), SmallTask.TEXT, 3);
      expected = SmallTask.bits(SmallTask.train(TEXT, OPTIONS, shares, shares));
      TrainingResult keeping = SmallTask.train(TEXT, KEEPING, shares, shares);
      int rounds = keeping.history().rounds().size();
      assertTrue(rounds > WorkerStates.SETTLE_ROUNDS + 4, () -> rounds + " rounds");
      expectedKeeping = SmallTask.bits(keeping);
    }
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    spark =
        new JavaSparkContext(
            SharedSpark.conf("local-cluster[2,1,1024]")
                .set("spark.executor.memory", "512m")
                .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .set("spark.local.dir", folder.toString())
                .set("spark.locality.wait", "0"));
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  @BeforeEach
  void listen() {
    spark.sc().addSparkListener(seen);
  }

  @AfterEach
  void forget() {
    spark.sc().removeSparkListener(seen);
  }

  @Test
  @DisplayName("an executor is killed (kill -9) while it works on the second round of an epoch")
  void executorKilled() throws Exception {
    JavaRDD<SequenceBlock> shares =
        striking("killed", READING, READING, FaultsTest::killThisProcess);
    assertEquals(expected, SmallTask.bits(SmallTask.train(TEXT, OPTIONS, shares, shares())));
    waitForEvents();
    assertEquals(1, seen.lostExecutors.get());
  }

  @ParameterizedTest(name = "round {0}")
  @ValueSource(ints = {7, 8, 12})
  @DisplayName("an executor is killed with the optimizer states that its workers keep")
  void executorKilledWithStates(int round) throws Exception {
    int reading = READING - 2 + round;
    JavaRDD<SequenceBlock> shares =
        striking("kept" + round, reading, reading, FaultsTest::killThisProcess);
    assertEquals(expectedKeeping, SmallTask.bits(SmallTask.train(TEXT, KEEPING, shares, shares())));
    waitForEvents();
    assertEquals(1, seen.lostExecutors.get());
  }

  @Test
  @DisplayName("shuffle files and cached shares are gone: fetching fails, all is dealt again")
  void fetchFailure() throws Exception {
    JavaRDD<SequenceBlock> shares = shares();
    AtomicInteger deleted = new AtomicInteger();
    TrainingResult result =
        train(
            shares,
            () -> {
              shares.unpersist(true);
              deleted.set(deleteShuffleFiles());
            });
    assertEquals(expected, SmallTask.bits(result));
    waitForEvents();
    assertTrue(deleted.get() > 0);
    assertTrue(seen.failedFetches.get() > 0);
  }

  @Test
  @DisplayName("a cached share is evicted: computed again, identically")
  void evicted() throws Exception {
    JavaRDD<SequenceBlock> shares = shares();
    AtomicInteger left = new AtomicInteger();
    TrainingResult result =
        train(
            shares,
            () -> {
              SparkEnv.get().blockManager().master().removeBlock(new RDDBlockId(shares.id(), 1));
              for (int n = 0; n < 1000 && cached(shares) == 3; n++) {
                sleep(20); // it is a message to the executor
              }
              left.set(cached(shares));
            });
    assertEquals(expected, SmallTask.bits(result));
    assertEquals(2, left.get());
    assertEquals(3, cached(shares), "cached again");
  }

  @Test
  @DisplayName(
      "a task finds no more heap: worker, round and settings are named, its executor lives")
  void outOfMemory() throws Exception {
    JavaRDD<SequenceBlock> shares =
        striking("memory", READING, Integer.MAX_VALUE, FaultsTest::fillTheHeap);
    InputException failure =
        assertThrows(InputException.class, () -> SmallTask.train(TEXT, OPTIONS, shares, shares()));
    String sentence = String.valueOf(failure.getMessage());
    assertTrue(
        sentence.matches(
            "worker 2 of 3, reading its share for round 2 \\(epoch 1\\), ran out of memory"
                + " \\(Java heap space; the heap of executor \\d+ is \\d+ MB\\); raise"
                + " spark\\.executor\\.memory, or lower batchSize, .*"),
        sentence);
    waitForEvents();
    assertEquals(0, seen.lostExecutors.get());
  }

  private static JavaRDD<SequenceBlock> shares() {
    return SmallTask.deal(spark, SmallTask.texts(40, 1), SmallTask.TEXT, 3);
  }

  /** What befalls a task. */
  private interface Fault extends Serializable {
    void strike() throws Exception;
  }

  /** Shares of which the second is struck from some time that it is read to some other. */
  private static JavaRDD<SequenceBlock> striking(String name, int first, int last, Fault fault)
      throws IOException {
    String readings = Files.createDirectories(folder.resolve(name)).toString();
    return shares()
        .map(
            block -> {
              if (TaskContext.getPartitionId() == 1) {
                int reading = countReading(readings);
                if (reading >= first && reading <= last) {
                  fault.strike();
                }
              }
              return block;
            });
  }

  /** How many times a share has been read, over all processes. */
  private static int countReading(String readings) throws IOException {
    for (int reading = 1; ; reading++) {
      try {
        Files.createFile(Path.of(readings, String.valueOf(reading)));
        return reading;
      } catch (FileAlreadyExistsException e) {
        // counted before
      }
    }
  }

  private static void killThisProcess() throws IOException, InterruptedException {
    String self = String.valueOf(ProcessHandle.current().pid());
    new ProcessBuilder("kill", "-9", self).start().waitFor();
    Thread.sleep(60_000); // the signal comes first
  }

  private static void fillTheHeap() {
    float[][] held = new float[1000][];
    for (int i = 0; i < held.length; i++) {
      held[i] = new float[1 << 24];
    }
    throw new AssertionError("there is room for " + held.length + " arrays");
  }

  /** Trains, and does something between the second round and the third. */
  private static TrainingResult train(JavaRDD<SequenceBlock> shares, Runnable between) {
    DistributedTrainer trainer = new DistributedTrainer(TEXT, OPTIONS, shares, shares());
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void roundFinished(RoundEntry round) {
            if (round.round() == 2) {
              between.run();
            }
          }
        };
    return trainer.train(trainer.start(), List.of(listener), TrainingControls.none());
  }

  private static int cached(JavaRDD<SequenceBlock> shares) {
    for (RDDInfo info : spark.sc().getRDDStorageInfo()) {
      if (info.id() == shares.id()) {
        return info.numCachedPartitions();
      }
    }
    return 0;
  }

  /** Those of both executors, whose folders have the same parent. */
  private static int deleteShuffleFiles() {
    String own =
        spark
            .parallelize(List.of(0), 1)
            .map(it -> SparkEnv.get().blockManager().diskBlockManager().localDirsString()[0])
            .first();
    Path all = Path.of(own, "..", "..").normalize();
    try (Stream<Path> files = Files.walk(all)) {
      List<Path> shuffled =
          files.filter(it -> it.getFileName().toString().startsWith("shuffle_")).toList();
      for (Path file : shuffled) {
        Files.delete(file);
      }
      return shuffled.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void sleep(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void waitForEvents() throws Exception {
    spark.sc().listenerBus().waitUntilEmpty(TimeUnit.SECONDS.toMillis(60));
  }

  /** What Spark has said of its troubles. */
  private static final class Seen extends SparkListener {
    private final AtomicInteger lostExecutors = new AtomicInteger();
    private final AtomicInteger failedFetches = new AtomicInteger();

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
      lostExecutors.incrementAndGet();
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd task) {
      if (task.reason() instanceof FetchFailed) {
        failedFetches.incrementAndGet();
      }
    }
  }
}
