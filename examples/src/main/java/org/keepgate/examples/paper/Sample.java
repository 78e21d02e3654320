package org.keepgate.examples.paper;

import java.util.Arrays;

/** One sequence with a target at its end, reused from sequence to sequence. */
final class Sample {
  final float[] target;
  private final int features; // at a step; 0 = symbols
  private int[] symbols = new int[64];
  private float[] values = new float[64];
  private int length;

  /** A sequence of symbols ({@code features} 0) or of features. */
  Sample(int features, int outputs) {
    this.features = features;
    target = new float[outputs];
  }

  /** Makes the sequence empty and the target zero. */
  void clear() {
    length = 0;
    Arrays.fill(target, 0);
  }

  void add(int symbol) {
    if (length == symbols.length) {
      symbols = Arrays.copyOf(symbols, 2 * length);
    }
    symbols[length++] = symbol;
  }

  void add(double... step) {
    if ((length + 1) * features > values.length) {
      values = Arrays.copyOf(values, 2 * values.length);
    }
    for (int j = 0; j < features; j++) {
      values[length * features + j] = (float) step[j];
    }
    length++;
  }

  /** Changes one feature of a step. */
  void set(int step, int feature, double value) {
    values[step * features + feature] = (float) value;
  }

  int length() {
    return length;
  }

  /** Shows the whole sequence to a network, from a fresh start. */
  void show(Learner learner) {
    learner.begin();
    for (int step = 0; step < length; step++) {
      if (features == 0) {
        learner.see(symbols[step]);
      } else {
        learner.see(values, step * features);
      }
    }
  }
}
