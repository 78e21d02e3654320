package org.keepgate.spark.trainer;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.nio.ByteBuffer;
import org.keepgate.averaging.WeightedAverage;

/**
 * A piece of a worker's result on its way to where it is summed: with its weight, and on the
 * sending side without a copy.
 */
final class SlicePiece implements Externalizable {
  private static final long serialVersionUID = 1L;

  private static final int BUFFER = 1 << 13; // bytes

  private double weight;
  private float[] values;
  private int offset;
  private int length;

  /** For its arrival alone. */
  public SlicePiece() {
    this(0, new float[0], 0, 0);
  }

  /** A window of {@code values}, which are held and not copied. */
  SlicePiece(double weight, float[] values, int offset, int length) {
    this.weight = weight;
    this.values = values;
    this.offset = offset;
    this.length = length;
  }

  /** Adds it; only after its journey, on which it has got an array of its own. */
  void addTo(WeightedAverage average) {
    if (values.length != length) {
      throw new IllegalStateException(
          "a piece of " + length + " in an array of " + values.length + " was not sent");
    }
    average.add(weight, values);
  }

  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    out.writeDouble(weight);
    out.writeInt(length);
    ByteBuffer bytes = ByteBuffer.allocate(Math.min(BUFFER, Float.BYTES * length));
    int most = bytes.capacity() / Float.BYTES;
    for (int from = 0; from < length; from += most) {
      int count = Math.min(most, length - from);
      bytes.asFloatBuffer().put(values, offset + from, count);
      out.write(bytes.array(), 0, Float.BYTES * count);
    }
  }

  @Override
  public void readExternal(ObjectInput in) throws IOException {
    weight = in.readDouble();
    length = in.readInt();
    offset = 0;
    values = new float[length];
    ByteBuffer bytes = ByteBuffer.allocate(Math.min(BUFFER, Float.BYTES * length));
    int most = bytes.capacity() / Float.BYTES;
    for (int from = 0; from < length; from += most) {
      int count = Math.min(most, length - from);
      in.readFully(bytes.array(), 0, Float.BYTES * count);
      bytes.asFloatBuffer().get(values, from, count);
    }
  }
}
