package org.keepgate.examples.benchmark;

import java.util.concurrent.TimeUnit;
import org.keepgate.math.Gemm;
import org.keepgate.optimizer.OptimizerKind;
import org.keepgate.optimizer.OptimizerSpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * A whole training step, one minibatch, by every provider of products: what decides the default.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xmx2g", "-XX:+UseSerialGC"})
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 3, time = 2)
public class TrainingStepBenchmark {
  /** The provider. */
  @Param({"onednn", "openblas", "java"})
  public String provider = "java";

  /** The job. */
  @Param({"S", "M", "Lg", "XL", "TS"})
  public String shape = "TS";

  private TrainingStep step = step("java", Shape.SERIES);

  /** Makes the network and its data. */
  @Setup
  public void begin() {
    step.close();
    step = step(provider, Shape.of(shape));
  }

  /** Frees the native memory. */
  @TearDown
  public void end() {
    step.close();
  }

  private static TrainingStep step(String provider, Shape shape) {
    return new TrainingStep(
        shape.network(),
        Gemm.named(provider),
        shape.data(0),
        shape.batchSize(),
        OptimizerSpec.of(OptimizerKind.ADAM),
        1e-3);
  }

  /** One minibatch. */
  @Benchmark
  public int trainingStep() {
    return step.run();
  }
}
