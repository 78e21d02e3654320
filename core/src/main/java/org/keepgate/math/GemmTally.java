package org.keepgate.math;

/**
 * Adds up the memory that sessions would take, without taking it: its buffers hold nothing, and its
 * products do nothing. What is made with it may be looked at, not run.
 *
 * <p>A provider's products take memory besides: oneDNN a packed copy of the weights of row products
 * with a usual number of rows, and in bfloat16 the rounded operands of a block of rows; plain Java
 * a packed copy of all weights and the sums of outer products, OpenBLAS none.
 */
public final class GemmTally implements Gemm {
  private static final int LANES = 16; // packed copies of weights are padded to whole registers

  private static final int HANDLES = 256; // of a product, in floats

  private final String provider;
  private long floats;

  /** The memory that sessions of this provider would take. */
  public GemmTally(Gemm provider) {
    this.provider = provider.name();
  }

  /** Bytes of all buffers so far, and of what the products need besides. */
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

  private long ofRowProduct(int inner, int outer, int usualRows) {
    return switch (provider) {
      case JavaGemm.NAME -> JavaSession.floatsOfRowProduct(inner, outer);
      case OneDnnGemm.NAME ->
          OneDnnSession.packs(usualRows)
              ? OneDnnParts.padded(inner, LANES) * OneDnnParts.padded(outer, LANES)
              : 0;
      case OneDnnBf16Gemm.NAME ->
          OneDnnSession.packs(usualRows) ? floats(OneDnnBf16RowProduct.bytes(inner, outer)) : 0;
      default -> 0;
    };
  }

  private long ofOuterProduct(int rows, int columns, int usualRows) {
    return switch (provider) {
      case JavaGemm.NAME -> JavaSession.floatsOfOuterProduct(rows, columns);
      case OneDnnBf16Gemm.NAME ->
          usualRows > 0 ? floats(OneDnnBf16OuterProduct.bytes(rows, columns)) : 0;
      default -> 0;
    };
  }

  private static long floats(long bytes) {
    return (bytes + Float.BYTES - 1) / Float.BYTES;
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
      floats += HANDLES + ofRowProduct(a.columns(), c.columns(), usualRows);
      return (aRow, cRow, rows) -> {};
    }

    @Override
    OuterProduct prepare(Matrix a, Matrix b, boolean add, Matrix c, int usualRows) {
      floats += HANDLES + ofOuterProduct(c.rows(), c.columns(), usualRows);
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
