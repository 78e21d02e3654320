package org.keepgate.examples.benchmark;

import java.util.concurrent.TimeUnit;
import org.keepgate.cell.CellOptions;
import org.keepgate.cell.CellSpec;
import org.keepgate.cell.Cells;
import org.keepgate.cell.RecurrentCell;
import org.keepgate.math.Activations;
import org.keepgate.math.RandomStream;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a cell computes in a step of 64 sequences beside the products: gates, new state, δ; the
 * copies from and to the layer's buffers are made on the heap. And the loops of its activations.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xmx1g", "-XX:+UseSerialGC"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class CellStepBenchmark {
  private static final int ROWS = 64;

  /** The cell. */
  @Param({"rnn", "lstm"})
  public String cell = "lstm";

  /** Its units. */
  @Param({"64", "128", "256", "512", "1024"})
  public int hiddenSize = 64;

  private RecurrentCell recurrentCell = Cells.create(CellOptions.of("lstm", 1));
  private HeapStep step = new HeapStep(recurrentCell.spec(), 1);
  private float[] values = new float[1];
  private float[] results = new float[1];

  /** Makes the cell. */
  @Setup
  public void begin() {
    recurrentCell = Cells.create(CellOptions.of(cell, hiddenSize));
    CellSpec sizes = recurrentCell.spec();
    step = new HeapStep(sizes, ROWS);
    values = new float[ROWS * hiddenSize];
    results = new float[ROWS * hiddenSize];
    RandomStream random = new RandomStream(1);
    for (int j = 0; j < values.length; j++) {
      values[j] = (float) random.nextGaussian();
    }
  }

  /** A step forward. */
  @Benchmark
  public void forward() {
    recurrentCell.forward(new float[0], step);
  }

  /** A step backward. */
  @Benchmark
  public void backward() {
    recurrentCell.backward(new float[0], step);
  }

  /** tanh of one number for every unit and sequence. */
  @Benchmark
  public void tanh() {
    Activations.tanh(values, results, values.length);
  }

  /** The logistic function of one number for every unit and sequence. */
  @Benchmark
  public void logistic() {
    Activations.logistic(values, results, values.length);
  }
}
