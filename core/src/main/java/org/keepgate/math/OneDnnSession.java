package org.keepgate.math;

import static org.bytedeco.dnnl.global.dnnl.dnnl_sgemm;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_default_flags;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_destroy;
import static org.keepgate.math.OneDnnGemm.check;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/**
 * Products by oneDNN: {@code dnnl_sgemm}, and for a row product of the usual number of rows a
 * matmul primitive that has its weights packed once for many runs. Where operands are to be rounded
 * to bfloat16, the products with a usual number of rows do so, whatever rows they are given.
 */
final class OneDnnSession extends CheckedSession {
  private static final byte PLAIN = 'N';
  private static final byte TRANSPOSED = 'T';

  private final boolean rounds;
  private final dnnl_stream stream = new dnnl_stream();

  /** Frees what was made, the last first. */
  private final Deque<Runnable> releases = new ArrayDeque<>();

  private final OneDnnParts parts;

  /**
   * A session.
   *
   * @param rounds whether operands are rounded to bfloat16
   */
  OneDnnSession(dnnl_engine engine, boolean rounds) {
    this.rounds = rounds;
    check(dnnl_stream_create(stream, engine, dnnl_stream_default_flags), "stream_create");
    releases.push(() -> dnnl_stream_destroy(stream));
    parts = new OneDnnParts(engine, stream, releases);
  }

  @Override
  Buffer newBuffer(int floats) {
    NativeBuffer buffer = new NativeBuffer(this, floats);
    releases.push(buffer::free);
    return buffer;
  }

  @Override
  RowProduct prepare(
      Matrix a, Matrix weights, boolean transposed, boolean add, Matrix c, int usualRows) {
    if (packs(usualRows) && rounds) {
      Matrix rest = rowsLike(c, OneDnnBf16RowProduct.restRows());
      OneDnnBf16RowProduct rounded =
          new OneDnnBf16RowProduct(parts, a, weights, transposed, add, c, rest, usualRows);
      if (rounded.isFast()) {
        return new RoundedRows(rounded);
      }
    }
    OneDnnPackedProduct packed = null;
    if (packs(usualRows)) {
      packed = new OneDnnPackedProduct(parts, a, weights, transposed, add, c, usualRows);
      if (OneDnnParts.isReference(packed.implementation())) {
        packed = null;
      }
    }
    return new Rows(a, weights, transposed, add, c, usualRows, packed);
  }

  private Matrix rowsLike(Matrix matrix, int rows) {
    return Matrix.of(newBuffer(rows * matrix.columns()), rows, matrix.columns());
  }

  /** Not for one row: there its kernel writes beyond its memory, where W is large. */
  static boolean packs(int usualRows) {
    return usualRows > 1;
  }

  @Override
  OuterProduct prepare(Matrix a, Matrix b, boolean add, Matrix c, int usualRows) {
    if (usualRows > 0 && rounds) {
      OneDnnBf16OuterProduct rounded = new OneDnnBf16OuterProduct(parts, a, b, add, c, usualRows);
      if (rounded.isFast()) {
        return rounded::run;
      }
    }
    return new Outer(a, b, add, c);
  }

  @Override
  void free() {
    while (!releases.isEmpty()) {
      releases.pop().run();
    }
  }

  /** Name of the kernel for the packed product of a shape, rows × inner by inner × columns. */
  String kernel(int rows, int inner, int columns) {
    return new OneDnnPackedProduct(
            parts,
            Matrix.of(allocate(rows * inner), rows, inner),
            Matrix.of(allocate(inner * columns), inner, columns),
            false,
            false,
            Matrix.of(allocate(rows * columns), rows, columns),
            rows)
        .implementation();
  }

  private static FloatPointer cursor(Matrix matrix) {
    return ((NativeBuffer) matrix.buffer()).floatCursor();
  }

  private static float keep(boolean add) {
    return add ? 1f : 0f;
  }

  /** C = (add ? C : 0) + A W, in bfloat16. */
  private final class RoundedRows implements RowProduct {
    private final OneDnnBf16RowProduct product;
    private int packedVersion = -1;

    RoundedRows(OneDnnBf16RowProduct product) {
      this.product = product;
    }

    @Override
    public void run(int aRow, int cRow, int rows) {
      if (packedVersion != weightsVersion()) {
        product.pack();
        packedVersion = weightsVersion();
      }
      product.run(aRow, cRow, rows);
    }
  }

  /** C = (add ? C : 0) + A W. */
  private final class Rows implements RowProduct {
    private final Matrix a;
    private final Matrix weights;
    private final boolean transposed;
    private final boolean add;
    private final Matrix c;
    private final int usualRows;
    private final @Nullable OneDnnPackedProduct packed;
    private int packedVersion = -1;
    private final FloatPointer aCursor;
    private final FloatPointer weightsCursor;
    private final FloatPointer cCursor;

    Rows(
        Matrix a,
        Matrix weights,
        boolean transposed,
        boolean add,
        Matrix c,
        int usualRows,
        @Nullable OneDnnPackedProduct packed) {
      this.a = a;
      this.weights = weights;
      this.transposed = transposed;
      this.add = add;
      this.c = c;
      this.usualRows = usualRows;
      this.packed = packed;
      aCursor = cursor(a);
      weightsCursor = cursor(weights).position(weights.offset());
      cCursor = cursor(c);
    }

    @Override
    public void run(int aRow, int cRow, int rows) {
      if (packed != null && rows == usualRows) {
        if (packedVersion != weightsVersion()) {
          packed.pack();
          packedVersion = weightsVersion();
        }
        packed.run(aRow, cRow);
        return;
      }
      check(
          dnnl_sgemm(
              PLAIN,
              transposed ? TRANSPOSED : PLAIN,
              rows,
              c.columns(),
              a.columns(),
              1f,
              aCursor.position(a.rowOffset(aRow)),
              a.stride(),
              weightsCursor,
              weights.stride(),
              keep(add),
              cCursor.position(c.rowOffset(cRow)),
              c.stride()),
          "sgemm");
    }
  }

  /** C = (add ? C : 0) + Aᵀ B. */
  private static final class Outer implements OuterProduct {
    private final Matrix a;
    private final Matrix b;
    private final boolean add;
    private final Matrix c;
    private final FloatPointer aCursor;
    private final FloatPointer bCursor;
    private final FloatPointer cCursor;

    Outer(Matrix a, Matrix b, boolean add, Matrix c) {
      this.a = a;
      this.b = b;
      this.add = add;
      this.c = c;
      aCursor = cursor(a);
      bCursor = cursor(b);
      cCursor = cursor(c).position(c.offset());
    }

    @Override
    public void run(int aRow, int bRow, int rows) {
      check(
          dnnl_sgemm(
              TRANSPOSED,
              PLAIN,
              c.rows(),
              c.columns(),
              rows,
              1f,
              aCursor.position(a.rowOffset(aRow)),
              a.stride(),
              bCursor.position(b.rowOffset(bRow)),
              b.stride(),
              keep(add),
              cCursor,
              c.stride()),
          "sgemm");
    }
  }
}
