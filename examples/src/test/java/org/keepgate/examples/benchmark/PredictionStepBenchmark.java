package org.keepgate.examples.benchmark;

import java.util.concurrent.TimeUnit;
import org.keepgate.evaluation.Inference;
import org.keepgate.head.Nobody;
import org.keepgate.math.Gemm;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceBlockBuilder;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The forward pass over a minibatch of whole sequences, and its outputs of every step, on a network
 * that is kept; by the length of the segments that the minibatch is cut into.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 2,
    jvmArgs = {"-Xmx2g", "-XX:+UseSerialGC"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PredictionStepBenchmark {

  /** Job. */
  @Param({"S", "M", "One"})
  public String shape = "M";

  /** Steps of a segment. */
  @Param({"128", "2"})
  public int segmentLength = 2;

  private Work work = new Work(Shape.ONE, 1);

  /** Makes the data; the network comes with the first minibatch. */
  @Setup(Level.Trial)
  public void begin() {
    work.inference.close();
    work = new Work(Shape.of(shape), segmentLength);
  }

  /** Frees the native memory. */
  @TearDown(Level.Trial)
  public void end() {
    work.inference.close();
  }

  /** One minibatch. */
  @Benchmark
  public float prediction() {
    return work.predict();
  }

  /** A network and a minibatch. */
  private static final class Work {
    final Inference inference;
    private final SequenceShare share;
    private final float[] outputs;

    Work(Shape shape, int segmentLength) {
      NetworkSpec spec = shape.network();
      SequenceFormat format = shape.format();
      SequenceBlockBuilder block = SequenceBlock.builder(format);
      shape.drawn(0).stream().limit(shape.batchSize()).forEach(block::add);
      share = new SequenceShare(format, java.util.List.of(block.build()));
      outputs = new float[spec.outputWidth()];
      inference =
          new Inference(
              spec, spec.initialParameters(1), shape.batchSize(), segmentLength, Gemm.chosen());
    }

    float predict() {
      inference.run(
          share,
          Nobody.LISTENS,
          (network, batch, before) -> {
            for (int n = 0; n < batch.totalRows(); n++) {
              network.outputs(n, outputs);
            }
          });
      return outputs[0];
    }
  }
}
