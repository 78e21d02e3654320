package org.keepgate.math;

import dev.ludovic.netlib.blas.BLAS;

/**
 * Products by a BLAS on heap arrays.
 *
 * <p>BLAS is column-major: to it a row-major X is Xᵀ, so C = A W is asked for as Cᵀ = Wᵀ Aᵀ.
 */
final class OpenBlasSession extends CheckedSession {
  private static final String PLAIN = "N";
  private static final String TRANSPOSED = "T";

  private final BLAS blas;

  OpenBlasSession(BLAS blas) {
    this.blas = blas;
  }

  @Override
  Buffer newBuffer(int floats) {
    return new HeapBuffer(this, floats);
  }

  @Override
  RowProduct prepare(
      Matrix a, Matrix weights, boolean transposed, boolean add, Matrix c, int usualRows) {
    return (aRow, cRow, rows) ->
        blas.sgemm(
            transposed ? TRANSPOSED : PLAIN,
            PLAIN,
            c.columns(),
            rows,
            a.columns(),
            1f,
            values(weights),
            weights.offset(),
            weights.stride(),
            values(a),
            a.rowOffset(aRow),
            a.stride(),
            add ? 1f : 0f,
            values(c),
            c.rowOffset(cRow),
            c.stride());
  }

  @Override
  OuterProduct prepare(Matrix a, Matrix b, boolean add, Matrix c, int usualRows) {
    return (aRow, bRow, rows) ->
        blas.sgemm(
            PLAIN,
            TRANSPOSED,
            c.columns(),
            c.rows(),
            rows,
            1f,
            values(b),
            b.rowOffset(bRow),
            b.stride(),
            values(a),
            a.rowOffset(aRow),
            a.stride(),
            add ? 1f : 0f,
            values(c),
            c.offset(),
            c.stride());
  }

  @Override
  void free() {} // the garbage collector does

  private static float[] values(Matrix matrix) {
    return ((HeapBuffer) matrix.buffer()).values;
  }
}
