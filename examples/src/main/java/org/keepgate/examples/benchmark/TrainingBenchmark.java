package org.keepgate.examples.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.keepgate.math.Gemm;
import org.keepgate.sequence.Keyed;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceShare;
import org.keepgate.spark.trainer.DistributedTrainer;
import org.keepgate.training.LocalTrainer;
import org.keepgate.training.Precision;
import org.keepgate.training.TrainingControls;
import org.keepgate.training.TrainingOptions;

/**
 * Measures whole epochs of training: {@code SHAPE WORKERS}, shapes S, M, Lg, XL and TS.
 *
 * <p>One worker is {@link LocalTrainer} in this thread; more are logical workers on as many cores
 * of local Spark, averaged at the epoch's end, everything included that an epoch needs: tasks,
 * workspaces, broadcast, reduction. {@code spark1} is one worker of the latter kind: what it lacks
 * of the speed of 1 is Spark's share. Every minibatch is forward, loss, backward, clipping of the
 * gradient's norm, and Adam. {@code predict} measures {@link PredictionBenchmark} instead.
 * Environment: {@code WARM_S}, {@code WINDOWS}, {@code MAX_S}, {@code PRECISION}.
 */
public final class TrainingBenchmark {
  private static final int WARM_ROUNDS = 64;

  private final Shape shape;
  private final int workers;
  private final Precision precision;

  private TrainingBenchmark(Shape shape, int workers) {
    this.shape = shape;
    this.workers = workers;
    this.precision =
        Keyed.of(
            Precision.class,
            "PRECISION",
            System.getenv().getOrDefault("PRECISION", Precision.FLOAT32.key()));
  }

  /** Prints one line. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("expected SHAPE WORKERS, got " + List.of(arguments));
    }
    Shape shape = Shape.of(arguments[0]);
    String workers = arguments[1];
    if (workers.equals("predict")) {
      System.out.println(new PredictionBenchmark(shape).run());
      return;
    }
    boolean one = workers.equals("spark1");
    TrainingBenchmark benchmark = new TrainingBenchmark(shape, one ? 1 : Integer.parseInt(workers));
    Windows windows = new Windows(benchmark.workers);
    if (workers.equals("1")) {
      benchmark.local(windows);
    } else {
      benchmark.spark(windows);
    }
    System.out.println(
        windows.line(benchmark.peer(one), shape, benchmark.workers, shape.operationsPerToken()));
  }

  private String peer(boolean oneOnSpark) {
    String peer = oneOnSpark ? "keepgate-spark" : "keepgate";
    return precision == Precision.FLOAT32 ? peer : peer + "-" + precision.key();
  }

  private TrainingOptions options() {
    return TrainingOptions.defaults()
        .withMaxIter(1)
        .withBatchSize(shape.batchSize())
        .withNumWorkers(workers)
        .withPrecision(precision);
  }

  private double tokens() {
    return (double) workers * shape.sequences() * shape.steps();
  }

  private void local(Windows windows) throws IOException {
    SequenceShare share = new SequenceShare(shape.format(), List.of(shape.data(0)));
    LocalTrainer trainer = new LocalTrainer(shape.network(), options(), Gemm.chosen());
    windows.run(() -> trainer.train(share, null, List.of()), tokens());
  }

  private void spark(Windows windows) throws IOException {
    try (SparkSession session = session(workers)) {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
      JavaRDD<SequenceBlock> shares = shares(context, shape, workers).cache();
      train(new DistributedTrainer(shape.network(), warmUp(), shares, null));
      DistributedTrainer trainer = new DistributedTrainer(shape.network(), options(), shares, null);
      windows.run(() -> train(trainer), tokens());
    }
  }

  private static void train(DistributedTrainer trainer) {
    trainer.train(trainer.start(), List.of(), TrainingControls.none());
  }

  /** Rounds as in a long training, for the JVM to compile what Spark does in them. */
  private TrainingOptions warmUp() {
    int minibatches = -Math.floorDiv(-shape.sequences(), shape.batchSize());
    return options().withAveragingInterval(Math.max(1, minibatches / WARM_ROUNDS));
  }

  /** Computed where they are cached: what is parallelized travels with each task of each round. */
  private static JavaRDD<SequenceBlock> shares(JavaSparkContext context, Shape shape, int workers) {
    List<Integer> numbers = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      numbers.add(worker);
    }
    return context.parallelize(numbers, workers).map(shape::data);
  }

  /** Local Spark on so many cores. */
  static SparkSession session(int cores) {
    return SparkSession.builder()
        .appName("benchmark")
        .master("local[" + cores + "]")
        .config("spark.ui.enabled", false)
        .config("spark.log.level", "WARN")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate();
  }
}
