package org.keepgate.examples.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.keepgate.evaluation.Inference;
import org.keepgate.head.Nobody;
import org.keepgate.math.Gemm;
import org.keepgate.network.Network;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceShare;
import org.keepgate.spark.trainer.DistributedPredictor;
import org.keepgate.spark.trainer.PredictionReader;

/**
 * Measures predictions: the outputs of every step, each read into an array of Java.
 *
 * <p>{@link Shape#ONE} is the wait for a single sequence, one after another on a network that is
 * kept. The other shapes are partitions of Spark on one core, as {@code keepgate predict} has them:
 * the job, the task and the network are part of the time.
 */
final class PredictionBenchmark {
  private static final long SEED = 1;

  private final Shape shape;
  private final NetworkSpec spec;
  private final float[] parameters;

  PredictionBenchmark(Shape shape) {
    this.shape = shape;
    spec = shape.network();
    parameters = spec.initialParameters(SEED);
  }

  /** One line of figures. */
  String run() throws IOException {
    Windows windows = new Windows(1);
    if (shape == Shape.ONE) {
      wait(windows);
    } else {
      job(windows);
    }
    return windows.line("keepgate", shape, 1, shape.forwardPerToken());
  }

  private void wait(Windows windows) throws IOException {
    List<SequenceShare> shares = shape.each(0);
    float[] outputs = new float[spec.outputWidth()];
    try (Inference inference =
        new Inference(spec, parameters, shape.batchSize(), shape.steps(), Gemm.chosen())) {
      windows.run(
          () -> {
            for (SequenceShare share : shares) {
              inference.run(
                  share, Nobody.LISTENS, (network, batch, before) -> read(network, batch, outputs));
            }
          },
          (double) shape.sequences() * shape.steps());
    }
  }

  private static void read(Network network, Minibatch batch, float[] outputs) {
    for (int n = 0; n < batch.totalRows(); n++) {
      network.outputs(n, outputs);
    }
  }

  private void job(Windows windows) throws IOException {
    try (SparkSession session = TrainingBenchmark.session(1)) {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
      Broadcast<float[]> broadcast = context.broadcast(parameters);
      JavaRDD<Sequence> sequences = context.parallelize(shape.drawn(0), 1).cache();
      windows.run(
          () ->
              DistributedPredictor.predict(
                      spec, broadcast, sequences, shape.batchSize(), new MostProbable())
                  .count(),
          (double) shape.sequences() * shape.steps());
    }
  }

  /** A number for each step: the largest output. */
  private static final class MostProbable implements PredictionReader<Float> {
    private static final long serialVersionUID = 1L;

    @Override
    public int numbersKept(int outputWidth) {
      return 1;
    }

    @Override
    public Reading<Float> begin(Sequence sequence) {
      List<Float> rows = new ArrayList<>(sequence.length());
      return new Reading<>() {
        @Override
        public void add(int step, float[] outputs) {
          float most = outputs[0];
          for (float output : outputs) {
            most = Math.max(most, output);
          }
          rows.add(most);
        }

        @Override
        public List<Float> finish() {
          return rows;
        }
      };
    }
  }
}
