package org.keepgate.network;

import java.util.Arrays;
import org.keepgate.math.Matrix;
import org.keepgate.math.RandomStream;

/**
 * Dropout on a non-recurrent connection (Zaremba, Sutskever and Vinyals, 2014): in training each
 * value is dropped with probability p and the others are divided by 1 − p; in prediction it only
 * copies.
 */
final class Dropout {
  private static final int BITS = 16; // of randomness a value: p is met to 1/65,536

  private final int threshold;
  private final float kept;
  private final Matrix inputs;
  private final Matrix outputs;
  private final float[] mask; // 0 or 1/(1 − p), one a value
  private final float[] row;
  private final float[] rowMask;

  Dropout(double probability, Matrix inputs, Matrix outputs) {
    threshold = (int) Math.round(probability * (1 << BITS));
    kept = (float) (1 / (1 - (double) threshold / (1 << BITS)));
    this.inputs = inputs;
    this.outputs = outputs;
    mask = new float[Math.multiplyExact(inputs.rows(), inputs.columns())];
    row = new float[inputs.columns()];
    rowMask = new float[inputs.columns()];
  }

  void forward(int rows, boolean training, long seed) {
    int count = rows * row.length;
    if (training) {
      draw(count, seed);
    } else {
      Arrays.fill(mask, 0, count, 1);
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
