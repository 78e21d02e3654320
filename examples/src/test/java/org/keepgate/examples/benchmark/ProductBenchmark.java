package org.keepgate.examples.benchmark;

import java.util.concurrent.TimeUnit;
import org.keepgate.math.Buffer;
import org.keepgate.math.Gemm;
import org.keepgate.math.GemmSession;
import org.keepgate.math.Matrix;
import org.keepgate.math.OuterProduct;
import org.keepgate.math.RandomStream;
import org.keepgate.math.RowProduct;
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
 * The products of an LSTM layer of H units, B sequences and T steps, by every provider. Operations:
 * 8·B·H² of a recurrent product, 8·T·B·H² of the others.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xmx2g", "-XX:+UseSerialGC"})
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class ProductBenchmark {
  /** The provider. */
  @Param({"onednn", "openblas", "java"})
  public String provider = "java";

  /** H, B and T. */
  @Param({"64x32x100", "128x32x50", "256x64x64", "512x64x64", "1024x64x64", "512x8x64"})
  public String shape = "64x32x100";

  private GemmSession session = Gemm.named("java").open();
  private RowProduct recurrentForward = (a, c, rows) -> {};
  private RowProduct recurrentBackward = (a, c, rows) -> {};
  private RowProduct inputForward = (a, c, rows) -> {};
  private OuterProduct weightGradient = (a, b, rows) -> {};
  private int batchSize;
  private int rows;

  /** Prepares the products. */
  @Setup
  public void begin() {
    session.close();
    session = Gemm.named(provider).open();
    String[] sizes = shape.split("x", -1);
    int hidden = Integer.parseInt(sizes[0]);
    batchSize = Integer.parseInt(sizes[1]);
    rows = batchSize * Integer.parseInt(sizes[2]);
    Matrix operand = random(rows, hidden);
    Matrix delta = random(rows, 4 * hidden);
    Matrix weights = random(4 * hidden, hidden);
    Matrix gradient = random(4 * hidden, hidden);
    recurrentForward = session.rowProduct(operand, weights, true, true, delta, batchSize);
    recurrentBackward = session.rowProduct(delta, weights, false, false, operand, batchSize);
    inputForward = session.rowProduct(operand, weights, true, true, delta, rows);
    weightGradient = session.outerProduct(delta, operand, false, gradient, rows);
    session.weightsChanged();
  }

  private Matrix random(int count, int columns) {
    RandomStream random = new RandomStream(RandomStream.mix(count, columns));
    Buffer buffer = session.allocate(count * columns);
    float[] row = new float[columns];
    for (int r = 0; r < count; r++) {
      for (int j = 0; j < columns; j++) {
        row[j] = (float) random.nextGaussian() / 1000; // added to a thousand times and more
      }
      buffer.put(r * columns, row, 0, columns);
    }
    return Matrix.of(buffer, count, columns);
  }

  /** Frees the native memory. */
  @TearDown
  public void end() {
    session.close();
  }

  /** Z(t) += h' Rᵀ of one step. */
  @Benchmark
  public void recurrentForward() {
    recurrentForward.run(0, 0, batchSize);
  }

  /** ∂L/∂h' = δ(t) R of one step. */
  @Benchmark
  public void recurrentBackward() {
    recurrentBackward.run(0, 0, batchSize);
  }

  /** Z += X Wᵀ of all steps, from as many inputs as units. */
  @Benchmark
  public void inputProduct() {
    inputForward.run(0, 0, rows);
  }

  /** ∂L/∂R = δᵀ K of all steps. */
  @Benchmark
  public void weightGradient() {
    weightGradient.run(0, 0, rows);
  }
}
