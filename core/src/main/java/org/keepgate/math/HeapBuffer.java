package org.keepgate.math;

import java.util.Arrays;
import java.util.Objects;

/** A buffer that is a Java array, for the providers that multiply on the heap. */
final class HeapBuffer extends Buffer {
  /** The floats themselves: kernels index them directly. */
  final float[] values;

  HeapBuffer(GemmSession owner, int size) {
    super(owner, size);
    values = new float[size];
  }

  @Override
  public void get(int index, float[] into, int offset, int count) {
    System.arraycopy(values, index, into, offset, count);
  }

  @Override
  public void put(int index, float[] from, int offset, int count) {
    System.arraycopy(from, offset, values, index, count);
  }

  @Override
  public void copyTo(int index, Buffer target, int targetIndex, int count) {
    requireSameSession(target);
    System.arraycopy(values, index, ((HeapBuffer) target).values, targetIndex, count);
  }

  @Override
  public void zero(int index, int count) {
    Objects.checkFromIndexSize(index, count, size());
    Arrays.fill(values, index, index + count, 0f);
  }
}
