package org.keepgate.math;

import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_set_data_handle;
import static org.keepgate.math.OneDnnGemm.check;

import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.javacpp.Pointer;

/** A memory of oneDNN that stands on a number of rows of a matrix, and moves over it. */
final class OneDnnWindow {
  private final Matrix matrix;
  private final dnnl_memory_desc layout;
  private final dnnl_memory memory;
  private final Pointer cursor;

  /** On the first rows. */
  OneDnnWindow(OneDnnParts parts, Matrix matrix, int rows) {
    this(parts, matrix, parts.layout(dnnl_f32, rows, matrix.columns(), matrix.stride(), 1));
  }

  private OneDnnWindow(OneDnnParts parts, Matrix matrix, dnnl_memory_desc layout) {
    this.matrix = matrix;
    this.layout = layout;
    cursor = ((NativeBuffer) matrix.buffer()).byteCursor();
    memory = parts.memory(layout, cursor.position(bytes(0)));
  }

  /** On the whole of a matrix, transposed. */
  static OneDnnWindow transposed(OneDnnParts parts, Matrix matrix) {
    return new OneDnnWindow(
        parts, matrix, parts.layout(dnnl_f32, matrix.columns(), matrix.rows(), 1, matrix.stride()));
  }

  dnnl_memory_desc layout() {
    return layout;
  }

  dnnl_memory memory() {
    return memory;
  }

  void moveTo(int row) {
    check(
        dnnl_memory_set_data_handle(memory, cursor.position(bytes(row))), "memory_set_data_handle");
  }

  private long bytes(int row) {
    return (long) matrix.rowOffset(row) * Float.BYTES;
  }
}
