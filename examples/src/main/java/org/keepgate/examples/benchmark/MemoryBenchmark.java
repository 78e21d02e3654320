package org.keepgate.examples.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.keepgate.averaging.OptimizerStatePolicy;
import org.keepgate.math.RandomStream;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.Keyed;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceBlockBuilder;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.spark.trainer.DistributedTrainer;
import org.keepgate.training.RoundEntry;
import org.keepgate.training.TrainingControls;
import org.keepgate.training.TrainingListener;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.TrainingResult;

/**
 * What rounds take of the memory of driver and executor: {@code HIDDEN LAYERS WORKERS ROUNDS
 * OPTIMIZER_STATE}, a table row a round.
 *
 * <p>An LSTM learns nothing worth knowing from a few random sequences a worker, by Adam, averaged
 * after every minibatch, on an executor process of its own with one core. Both heaps are collected
 * before they are looked at. Environment: {@code EXECUTOR_MEMORY}, {@code SPARK_LOCAL_DIRS};
 * Spark's settings by {@code -Dspark.…}.
 */
public final class MemoryBenchmark implements TrainingListener {
  private static final int FEATURES = 32;
  private static final int STEPS = 4;
  private static final int SEQUENCES = 2; // of a worker's minibatch
  private static final SequenceFormat FORMAT = SequenceFormat.classifier(FEATURES, 4);

  private final JavaSparkContext spark;
  private final Path scratch;

  private MemoryBenchmark(JavaSparkContext spark, Path scratch) {
    this.spark = spark;
    this.scratch = scratch;
  }

  /** Prints a table. */
  public static void main(String[] arguments) {
    if (arguments.length != 5) {
      throw new IllegalArgumentException(
          "expected HIDDEN LAYERS WORKERS ROUNDS OPTIMIZER_STATE, got " + List.of(arguments));
    }
    NetworkSpec spec =
        NetworkSpec.of(FORMAT, "lstm", Integer.parseInt(arguments[0]))
            .withLayers(Integer.parseInt(arguments[1]));
    int rounds = Integer.parseInt(arguments[3]);
    TrainingOptions options =
        TrainingOptions.defaults()
            .withMaxIter(rounds)
            .withBatchSize(SEQUENCES)
            .withNumWorkers(Integer.parseInt(arguments[2]))
            .withOptimizerState(
                Keyed.of(OptimizerStatePolicy.class, "OPTIMIZER_STATE", arguments[4]));
    String memory = System.getenv().getOrDefault("EXECUTOR_MEMORY", "1g");
    SparkConf conf =
        new SparkConf()
            .setAppName("memory")
            .setMaster(
                "local-cluster[1,1," + new SparkConf().set("m", memory).getSizeAsMb("m") + "]")
            .set("spark.executor.memory", memory)
            .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .set("spark.ui.enabled", "false")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.driver.host", "127.0.0.1");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      spark.setLogLevel("WARN");
      Path scratch = Path.of(System.getenv().getOrDefault("SPARK_LOCAL_DIRS", "/tmp"));
      new MemoryBenchmark(spark, scratch).train(spec, options);
    }
  }

  private void train(NetworkSpec spec, TrainingOptions options) {
    List<SequenceBlock> blocks = new ArrayList<>();
    for (int worker = 0; worker < options.numWorkers(); worker++) {
      blocks.add(block(worker));
    }
    JavaRDD<SequenceBlock> shares = spark.parallelize(blocks, options.numWorkers());
    DistributedTrainer trainer = new DistributedTrainer(spec, options, shares, null);
    System.out.printf(
        "%d parameters, %d workers, optimizer state %s; driver at most %d MB of heap%n%n",
        spec.layout().parameterCount(),
        options.numWorkers(),
        options.averaging().optimizerState().key(),
        Runtime.getRuntime().maxMemory() >> 20);
    System.out.println(
        "| round | seconds | loss | MB to the driver | driver heap, MB | driver resident | peak"
            + " | executor heap | executor resident | peak | on disk |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
    TrainingResult result = trainer.train(trainer.start(), List.of(this), TrainingControls.none());
    System.out.printf("%nparameters add up to %s%n", sum(result.parameters()));
  }

  @Override
  public void roundFinished(RoundEntry round) {
    long driver = ProcessHandle.current().pid();
    long executor = ProcessMemory.executors().get(0);
    long executorHeap =
        spark.parallelize(List.of(0), 1).map(any -> ProcessMemory.heapAfterCollection()).first();
    System.out.printf(
        Locale.ROOT,
        "| %d | %.1f | %.6f | %.0f | %d | %d | %d | %d | %d | %d | %d |%n",
        round.round(),
        round.seconds(),
        round.trainLoss(),
        round.diagnostics().bytesIn() / 1e6,
        ProcessMemory.heapAfterCollection() >> 20,
        ProcessMemory.resident(driver) >> 20,
        ProcessMemory.peakResident(driver) >> 20,
        executorHeap >> 20,
        ProcessMemory.resident(executor) >> 20,
        ProcessMemory.peakResident(executor) >> 20,
        ProcessMemory.onDisk(scratch) >> 20);
  }

  private static SequenceBlock block(int worker) {
    RandomStream random = new RandomStream(worker);
    SequenceBlockBuilder block = SequenceBlock.builder(FORMAT);
    for (int sequence = 0; sequence < SEQUENCES; sequence++) {
      float[] features = new float[STEPS * FEATURES];
      for (int i = 0; i < features.length; i++) {
        features[i] = (float) random.nextGaussian();
      }
      block.add(
          Sequence.ofFeatures(worker + "/" + sequence, features, FEATURES)
              .withClasses(random.nextInt(4)));
    }
    return block.build();
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
