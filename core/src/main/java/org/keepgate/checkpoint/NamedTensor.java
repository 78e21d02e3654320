package org.keepgate.checkpoint;

import java.util.Arrays;
import java.util.function.Supplier;

/** A float32 tensor on its way into a file: its name, its shape, and its values when asked for. */
final class NamedTensor {
  private final String name;
  private final int[] shape;
  private final Supplier<float[]> values;

  /**
   * @param values the values in row-major order, made when the tensor is written, so that one
   *     tensor at a time is in memory twice
   */
  NamedTensor(String name, int[] shape, Supplier<float[]> values) {
    this.name = name;
    this.shape = shape.clone();
    this.values = values;
  }

  String name() {
    return name;
  }

  int[] shape() {
    return shape.clone();
  }

  /** Number of values: the product of the shape, 1 for a scalar. */
  long size() {
    return Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
  }

  float[] values() {
    float[] all = values.get();
    if (all.length != size()) {
      throw new IllegalStateException(
          name + " has " + all.length + " values, its shape " + Arrays.toString(shape));
    }
    return all;
  }
}
