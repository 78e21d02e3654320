package org.keepgate.math;

import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_set_data_handle;
import static org.keepgate.math.OneDnnGemm.check;

import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.javacpp.Pointer;

/**
 * Some rows of a matrix in bfloat16, one after the other: an operand of a product.
 *
 * <p>A bfloat16 is the upper half of a float32: 8 bits of exponent, 7 + 1 of mantissa. Rounding is
 * to the nearest, ties to even. A call of oneDNN converts a number of rows that is fixed, so there
 * is one for many rows, one for some, and one for a single row.
 */
final class OneDnnBf16Rows {
  static final int BYTES = 2;

  private static final int[] UNITS = {64, 8, 1};

  private final int columns;
  private final NativeMemory memory;
  private final Pointer cursor;
  private final Unit[] units = new Unit[UNITS.length];

  /** Memory for this many rows; they are zero. */
  OneDnnBf16Rows(OneDnnParts parts, Matrix matrix, int capacity) {
    columns = matrix.columns();
    memory = parts.allocate(bytes(capacity));
    cursor = memory.start();
    for (int k = 0; k < UNITS.length; k++) {
      units[k] = new Unit(parts, matrix, UNITS[k]);
    }
  }

  /** Where the first row begins. */
  Pointer start() {
    return memory.start();
  }

  /** Sets the first {@code rows} rows from those of the matrix, and zeroes the next ones. */
  void set(int matrixRow, int rows, int zeros) {
    int done = 0;
    for (Unit unit : units) {
      for (; rows - done >= unit.rows; done += unit.rows) {
        unit.convert(matrixRow + done, done);
      }
    }
    if (zeros > 0) {
      Pointer.memset(cursor.position(bytes(rows)), 0, bytes(zeros));
    }
  }

  private long bytes(int rows) {
    return (long) rows * columns * BYTES;
  }

  /** The conversion of a fixed number of rows. */
  private final class Unit {
    private final int rows;
    private final OneDnnWindow from;
    private final dnnl_memory to;
    private final OneDnnCall copy;

    Unit(OneDnnParts parts, Matrix matrix, int rows) {
      this.rows = rows;
      from = new OneDnnWindow(parts, matrix, rows);
      var toLayout = parts.layout(dnnl_bf16, rows, columns, columns, 1);
      to = parts.memory(toLayout, cursor);
      copy = parts.copy(from.layout(), from.memory(), toLayout, to);
    }

    void convert(int fromRow, int toRow) {
      from.moveTo(fromRow);
      check(
          dnnl_memory_set_data_handle(to, cursor.position(bytes(toRow))), "memory_set_data_handle");
      copy.run();
    }
  }
}
