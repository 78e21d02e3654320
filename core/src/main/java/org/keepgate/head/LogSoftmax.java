package org.keepgate.head;

import org.keepgate.math.Activations;

/** Logarithms of probabilities, which never run out of range; parts of a row, in place. */
final class LogSoftmax {
  private LogSoftmax() {}

  /** From pre-activations to the logarithms of their softmax. */
  static void apply(float[] row, int first, int count) {
    float max = row[first];
    for (int k = 1; k < count; k++) {
      max = Math.max(max, row[first + k]);
    }
    double sum = 0;
    for (int k = 0; k < count; k++) {
      sum += Activations.exp(row[first + k] - max);
    }
    double shift = max + Activations.log(sum);
    for (int k = 0; k < count; k++) {
      row[first + k] = (float) (row[first + k] - shift);
    }
  }

  /** From logarithms to what they are of. */
  static void exponentiate(float[] row, int first, int count) {
    for (int k = 0; k < count; k++) {
      row[first + k] = Activations.exp(row[first + k]);
    }
  }
}
