package org.keepgate.network;

import org.jspecify.annotations.Nullable;
import org.keepgate.math.Buffer;
import org.keepgate.math.GemmSession;
import org.keepgate.math.Matrix;

/** The rows of one signal that have a target, side by side, and their errors on the way back. */
final class GatheredRows {
  private final TargetRows rows;
  private final Signal source;
  private final boolean addsError;
  private final Matrix values; // M × H
  private final @Nullable Matrix error; // M × H; none when the source wants no error
  private final float[] own;
  private final float[] others;

  /**
   * Makes the place for them.
   *
   * @param addsError whether errors are added to those of the source, or overwrite them
   */
  GatheredRows(GemmSession session, TargetRows rows, Signal source, boolean addsError) {
    this.rows = rows;
    this.source = source;
    this.addsError = addsError;
    int columns = source.values().columns();
    values = Workspace.matrix(session, rows.capacity(), columns);
    error = source.error() == null ? null : Workspace.matrix(session, rows.capacity(), columns);
    own = new float[columns];
    others = new float[columns];
  }

  Matrix values() {
    return values;
  }

  @Nullable Matrix error() {
    return error;
  }

  void gather() {
    Matrix from = source.values();
    for (int m = 0; m < rows.count(); m++) {
      int at = from.offset() + rows.packedRow(m) * from.stride();
      from.buffer().copyTo(at, values.buffer(), m * values.stride(), values.columns());
    }
  }

  /** Hands the errors back; rows that were not gathered get 0, or keep what they have. */
  void scatter() {
    Matrix to = source.error();
    if (error == null || to == null) {
      return;
    }
    Buffer buffer = to.buffer();
    if (!addsError && rows.count() < rows.packedCount()) {
      if (to.columns() == to.stride()) {
        buffer.zero(to.offset(), rows.packedCount() * to.stride());
      }
      for (int n = 0; to.columns() < to.stride() && n < rows.packedCount(); n++) {
        buffer.zero(to.offset() + n * to.stride(), to.columns());
      }
    }
    for (int m = 0; m < rows.count(); m++) {
      int at = to.offset() + rows.packedRow(m) * to.stride();
      if (addsError) {
        error.buffer().get(m * error.stride(), own, 0, own.length);
        buffer.get(at, others, 0, others.length);
        for (int j = 0; j < own.length; j++) {
          others[j] += own[j];
        }
        buffer.put(at, others, 0, others.length);
      } else {
        error.buffer().copyTo(m * error.stride(), buffer, at, error.columns());
      }
    }
  }
}
