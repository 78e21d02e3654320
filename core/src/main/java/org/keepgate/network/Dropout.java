package org.keepgate.network;

import java.util.Arrays;
import org.keepgate.math.Matrix;
import org.keepgate.math.RandomStream;
import org.keepgate.sequence.Minibatch;

/**
 * Dropout on a non-recurrent connection (Zaremba, Sutskever and Vinyals, 2014): in training each
 * value is dropped with probability p and the others are divided by 1 − p; in prediction it only
 * copies. With one mask a sequence (Gal and Ghahramani, 2016) all steps of a packed row drop the
 * same columns.
 */
final class Dropout {
  private static final int BITS = 16; // of randomness a value: p is met to 1/65,536

  private final boolean oneMask;
  private final int threshold;
  private final float kept;
  private final Matrix inputs;
  private final Matrix outputs;
  private final float[] mask; // 0 or 1/(1 − p), one a value
  private final float[] row;
  private final float[] rowMask;

  /**
   * Dropout between two matrices, which may be the same.
   *
   * @param oneMask whether a sequence has one mask for all its steps
   */
  Dropout(double probability, boolean oneMask, Matrix inputs, Matrix outputs) {
    this.oneMask = oneMask;
    threshold = (int) Math.round(probability * (1 << BITS));
    kept = (float) (1 / (1 - (double) threshold / (1 << BITS)));
    this.inputs = inputs;
    this.outputs = outputs;
    mask = new float[Math.multiplyExact(inputs.rows(), inputs.columns())];
    row = new float[inputs.columns()];
    rowMask = new float[inputs.columns()];
  }

  void forward(Minibatch batch, boolean training, long seed) {
    int rows = batch.totalRows();
    if (!training) {
      Arrays.fill(mask, 0, rows * row.length, 1);
    } else if (oneMask) {
      draw(batch.rows(0) * row.length, seed);
      for (int time = 1; time < batch.steps(); time++) {
        int at = batch.firstRow(time) * row.length;
        System.arraycopy(mask, 0, mask, at, batch.rows(time) * row.length);
      }
    } else {
      draw(rows * row.length, seed);
    }
    for (int n = 0; n < rows; n++) {
      inputs.buffer().get(inputs.offset() + n * inputs.stride(), row, 0, row.length);
      multiplyByMask(n);
      outputs.buffer().put(outputs.offset() + n * outputs.stride(), row, 0, row.length);
    }
  }

  /** Turns ∂L/∂outputs into ∂L/∂inputs, in place. */
  void backward(Matrix dOutputs, int rows) {
    for (int n = 0; n < rows; n++) {
      int at = dOutputs.offset() + n * dOutputs.stride();
      dOutputs.buffer().get(at, row, 0, row.length);
      multiplyByMask(n);
      dOutputs.buffer().put(at, row, 0, row.length);
    }
  }

  private void multiplyByMask(int n) {
    System.arraycopy(mask, n * row.length, rowMask, 0, row.length);
    for (int j = 0; j < row.length; j++) {
      row[j] *= rowMask[j];
    }
  }

  private void draw(int count, long seed) {
    RandomStream random = new RandomStream(seed);
    long bits = 0;
    for (int n = 0; n < count; n++) {
      bits = n % (Long.SIZE / BITS) == 0 ? random.nextLong() : bits >>> BITS;
      mask[n] = (bits & ((1 << BITS) - 1)) < threshold ? 0 : kept;
    }
  }
}
