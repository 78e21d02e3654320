package org.keepgate.math;

import java.util.Objects;

/** Validates once, at the face, what every provider's kernels then trust. */
abstract class CheckedSession implements GemmSession {
  private final Thread owner = Thread.currentThread();
  private boolean closed;
  private int weightsVersion;

  @Override
  public final Buffer allocate(int floats) {
    requireUsable();
    if (floats < 0) {
      throw new IllegalArgumentException("a buffer needs a size >= 0, got " + floats);
    }
    return newBuffer(floats);
  }

  @Override
  public final RowProduct rowProduct(
      Matrix a, Matrix weights, boolean transposed, boolean add, Matrix c, int usualRows) {
    requireUsable();
    requireOwn(a, weights, c);
    int inner = transposed ? weights.columns() : weights.rows();
    int outer = transposed ? weights.rows() : weights.columns();
    if (a.columns() != inner || c.columns() != outer) {
      throw new IllegalArgumentException(
          String.format(
              "a row product needs A columns = %d and C columns = %d for weights of %s%s, got A %s"
                  + " and C %s",
              inner,
              outer,
              weights.shape(),
              transposed ? " transposed" : "",
              a.shape(),
              c.shape()));
    }
    requireCount(usualRows);
    RowProduct kernel = prepare(a, weights, transposed, add, c, usualRows);
    return (aRow, cRow, rows) -> {
      requireUsable();
      Objects.checkFromIndexSize(aRow, rows, a.rows());
      Objects.checkFromIndexSize(cRow, rows, c.rows());
      if (rows > 0) {
        kernel.run(aRow, cRow, rows);
      }
    };
  }

  @Override
  public final OuterProduct outerProduct(Matrix a, Matrix b, boolean add, Matrix c, int usualRows) {
    requireUsable();
    requireOwn(a, b, c);
    if (c.rows() != a.columns() || c.columns() != b.columns()) {
      throw new IllegalArgumentException(
          String.format(
              "an outer product of A %s and B %s needs C %d x %d, got C %s",
              a.shape(), b.shape(), a.columns(), b.columns(), c.shape()));
    }
    requireCount(usualRows);
    OuterProduct kernel = prepare(a, b, add, c, usualRows);
    return (aRow, bRow, rows) -> {
      requireUsable();
      Objects.checkFromIndexSize(aRow, rows, a.rows());
      Objects.checkFromIndexSize(bRow, rows, b.rows());
      if (rows > 0) {
        kernel.run(aRow, bRow, rows);
      } else if (!add) {
        for (int row = 0; row < c.rows(); row++) {
          c.buffer().zero(c.rowOffset(row), c.columns());
        }
      }
    };
  }

  @Override
  public final void weightsChanged() {
    requireUsable();
    weightsVersion++;
  }

  @Override
  public final void close() {
    if (!closed) {
      requireUsable(); // a library keeps memory of its own for each thread
      closed = true;
      free();
    }
  }

  /** Counts the changes of the weights: a packed copy of another version is stale. */
  final int weightsVersion() {
    return weightsVersion;
  }

  abstract Buffer newBuffer(int floats);

  abstract RowProduct prepare(
      Matrix a, Matrix weights, boolean transposed, boolean add, Matrix c, int usualRows);

  abstract OuterProduct prepare(Matrix a, Matrix b, boolean add, Matrix c, int usualRows);

  /** Frees what the garbage collector does not. Called once. */
  abstract void free();

  private void requireUsable() {
    if (closed) {
      throw new IllegalStateException("the session of matrix products is closed");
    }
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException(
          "a session of matrix products belongs to the thread that opened it, "
              + owner.getName()
              + "; "
              + Thread.currentThread().getName()
              + " must open its own");
    }
  }

  private static void requireCount(int usualRows) {
    if (usualRows < 0) {
      throw new IllegalArgumentException("usualRows must be >= 0, got " + usualRows);
    }
  }

  private void requireOwn(Matrix... matrices) {
    for (Matrix matrix : matrices) {
      if (matrix.buffer().owner() != this) {
        throw new IllegalArgumentException(
            "a product needs buffers of its own session, got one of another session");
      }
    }
  }
}
