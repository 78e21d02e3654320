package org.keepgate.math;

import java.nio.FloatBuffer;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A buffer outside of the heap, for native products.
 *
 * <p>Rows go to and from it by the absolute bulk copies of {@link FloatBuffer}, which the compiler
 * turns into plain memory copies.
 */
final class NativeBuffer extends Buffer {
  /** A FloatBuffer stands on a ByteBuffer, which has at most 2³¹ − 1 bytes. */
  private static final int LARGEST = Integer.MAX_VALUE / Float.BYTES;

  private static final float[] ZEROS = new float[1024];
  private static final FloatBuffer CLOSED = FloatBuffer.allocate(0);

  private final NativeMemory memory;
  private FloatBuffer floats;

  NativeBuffer(GemmSession owner, int size) {
    super(owner, size);
    if (size > LARGEST) {
      throw new IllegalArgumentException(
          "a native buffer has at most " + LARGEST + " floats, asked for " + size);
    }
    memory = new NativeMemory((long) size * Float.BYTES);
    floats = memory.start().asByteBuffer().asFloatBuffer();
  }

  @Override
  public void get(int index, float[] into, int offset, int count) {
    floats.get(index, into, offset, count);
  }

  @Override
  public void put(int index, float[] from, int offset, int count) {
    floats.put(index, from, offset, count);
  }

  @Override
  public void copyTo(int index, Buffer target, int targetIndex, int count) {
    requireSameSession(target);
    ((NativeBuffer) target).floats.put(targetIndex, floats, index, count);
  }

  @Override
  public void zero(int index, int count) {
    Objects.checkFromIndexSize(index, count, size());
    for (int done = 0; done < count; done += ZEROS.length) {
      floats.put(index + done, ZEROS, 0, Math.min(ZEROS.length, count - done));
    }
  }

  /** A new cursor that counts in floats. */
  FloatPointer floatCursor() {
    return new FloatPointer(memory.start());
  }

  /** A new cursor that counts in bytes, as oneDNN's data handles need. */
  Pointer byteCursor() {
    return memory.start();
  }

  /** Frees the memory; a later access is out of bounds instead of a crash of the JVM. */
  void free() {
    floats = CLOSED;
    memory.free();
  }
}
