package org.keepgate.spark.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.KryoSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.averaging.AveragingKind;
import org.keepgate.averaging.AveragingSpec;
import org.keepgate.averaging.OptimizerStatePolicy;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.spark.SharedSpark;
import org.keepgate.training.TrainingOptions;

@DisplayName(
    "The same bits on one core and two, under both serialisers, with retries, on a cluster")
class SameBitsEverywhereTest {
  private static final NetworkSpec TEXT = SmallTask.network(SmallTask.TEXT);
  private static final TrainingOptions OPTIONS = SmallTask.options(3).withSegmentLength(10);

  private static final TrainingOptions MOMENTUM = // with states of the workers' own
      OPTIONS.withAveraging(
          AveragingSpec.of(AveragingKind.BLOCK_MOMENTUM_NESTEROV, 3)
              .withInterval(2)
              .withOptimizerState(OptimizerStatePolicy.PER_WORKER));

  private static List<Object> expected = List.of();

  @BeforeAll
  static void oneCoreJavaSerialiser() {
    SharedSpark.stop();
    try (JavaSparkContext spark = new JavaSparkContext(SharedSpark.conf("local[1]"))) {
      expected = bits(spark, shares(spark));
    }
  }

  @Test
  @DisplayName("two cores, Kryo")
  void twoCoresKryo() {
    SparkConf conf =
        SharedSpark.conf("local[2]").set("spark.serializer", KryoSerializer.class.getName());
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      assertEquals(expected, bits(spark, shares(spark)));
    }
  }

  @Test
  @DisplayName("every task fails at its first attempt, and is tried again")
  void retries() {
    try (JavaSparkContext spark = new JavaSparkContext(SharedSpark.conf("local[2, 2]"))) {
      JavaRDD<SequenceBlock> failing =
          shares(spark)
              .map(
                  block -> {
                    if (TaskContext.get().attemptNumber() == 0) {
                      throw new IllegalStateException("lost");
                    }
                    return block;
                  });
      assertEquals(expected, bits(spark, failing));
    }
  }

  @Test
  @DisplayName("two executor processes, Kryo")
  void localCluster() throws IOException {
    Files.createDirectories(
        Path.of(System.getenv("SPARK_HOME"), "jars")); // looked for, may be empty
    SparkConf conf =
        SharedSpark.conf("local-cluster[2,1,1024]")
            .set("spark.serializer", KryoSerializer.class.getName())
            .set("spark.executor.memory", "512m")
            .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .set("spark.locality.wait", "0");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      JavaRDD<SequenceBlock> shares = shares(spark);
      assertEquals(expected, bits(spark, shares));
      Set<Long> processes = new HashSet<>(shares.mapPartitions(it -> pid()).collect());
      processes.remove(ProcessHandle.current().pid());
      assertEquals(2, processes.size(), "both executors work, and not in this process");
    }
  }

  private static Iterator<Long> pid() throws InterruptedException {
    Thread.sleep(500); // long enough for the other executor to take the next task
    return List.of(ProcessHandle.current().pid()).iterator();
  }

  private static JavaRDD<SequenceBlock> shares(JavaSparkContext spark) {
    return SmallTask.deal(spark, SmallTask.texts(40, 1), SmallTask.TEXT, 3);
  }

  private static List<Object> bits(JavaSparkContext spark, JavaRDD<SequenceBlock> shares) {
    JavaRDD<SequenceBlock> validation =
        SmallTask.deal(spark, SmallTask.texts(8, 2), SmallTask.TEXT, 2);
    List<Object> bits = new ArrayList<>();
    for (String way : List.of("driver", "slices")) {
      List<Object> one = new ArrayList<>();
      for (TrainingOptions options : List.of(OPTIONS, MOMENTUM)) {
        spark.sc().conf().set(ReductionWay.SETTING, way);
        one.addAll(SmallTask.bits(SmallTask.train(TEXT, options, shares, validation)));
      }
      assertTrue(bits.isEmpty() || bits.equals(one), "in both ways of reducing a round");
      bits = one;
    }
    return bits;
  }
}
