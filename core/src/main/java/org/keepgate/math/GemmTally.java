package org.keepgate.math;

/**
 * Adds up the memory that sessions would take, without taking it: its buffers hold nothing, and its
 * products do nothing. What is made with it may be looked at, not run.
 */
public final class GemmTally implements Gemm {
  private static final int LANES = 16; // packed copies of weights are padded to whole registers

  private static final int SCRATCH = 512; // of a product: a block of columns, handles

  private long floats;

  /** Bytes of all buffers so far, and of a packed copy of the weights of each row product. */
  public long bytes() {
    return Float.BYTES * floats;
  }

  @Override
  public String name() {
    return "tally";
  }

  @Override
  public String fingerprint() {
    return name();
  }

  @Override
  public GemmSession open() {
    return new Session();
  }

  private static long padded(int count) {
    return (count + LANES - 1L) / LANES * LANES;
  }

  private final class Session extends CheckedSession {

    @Override
    Buffer newBuffer(int size) {
      floats += size;
      return new Nothing(this, size);
    }

    @Override
    RowProduct prepare(
        Matrix a, Matrix weights, boolean transposed, boolean add, Matrix c, int usualRows) {
      long height = padded(weights.rows());
      long width = padded(weights.columns());
      floats += height * width + LANES * (height + width) + SCRATCH;
      return (aRow, cRow, rows) -> {};
    }

    @Override
    OuterProduct prepare(Matrix a, Matrix b, boolean add, Matrix c) {
      return (aRow, bRow, rows) -> {};
    }

    @Override
    void free() {}
  }

  /** A buffer that is only counted. */
  private static final class Nothing extends Buffer {
    Nothing(GemmSession owner, int size) {
      super(owner, size);
    }

    @Override
    public void get(int index, float[] into, int offset, int count) {
      throw isNothing();
    }

    @Override
    public void put(int index, float[] from, int offset, int count) {
      throw isNothing();
    }

    @Override
    public void copyTo(int index, Buffer target, int targetIndex, int count) {
      throw isNothing();
    }

    @Override
    public void zero(int index, int count) {
      throw isNothing();
    }

    private static IllegalStateException isNothing() {
      return new IllegalStateException("this buffer was counted, not made; open another session");
    }
  }
}
