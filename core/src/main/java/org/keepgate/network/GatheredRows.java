package org.keepgate.network;

import org.jspecify.annotations.Nullable;
import org.keepgate.math.GemmSession;
import org.keepgate.math.Matrix;
import org.keepgate.sequence.Minibatch;

/**
 * The rows of one signal that have a target, side by side, and their errors on the way back.
 *
 * <pre>
 *   row n, of sequence r at step t     [s_n^forward, s_n^backward]     usually
 *                                      [s_n^forward, s_r^backward]     where each direction ends
 * </pre>
 *
 * <p>With one target for a sequence, at its last step T − 1, a layer in reverse is read at its own
 * last step, which is the sequence's first: row r of the packed rows. At step T − 1 it would have
 * seen one element only.
 */
final class GatheredRows {
  private final TargetRows rows;
  private final Signal source;
  private final boolean addsError;
  private final int atTarget; // columns that are read at the step of the target; the rest at 0
  private final Matrix values; // M × H
  private final @Nullable Matrix error; // M × H; none when the source wants no error
  private final float[] own;
  private final float[] others;

  private GatheredRows(
      GemmSession session, TargetRows rows, Signal source, boolean addsError, int atTarget) {
    this.rows = rows;
    this.source = source;
    this.addsError = addsError;
    this.atTarget = atTarget;
    int columns = source.values().columns();
    values = Workspace.matrix(session, rows.capacity(), columns);
    error = source.error() == null ? null : Workspace.matrix(session, rows.capacity(), columns);
    own = new float[columns];
    others = new float[columns];
  }

  /** Rows of the network's input: their errors are added to what others have handed back. */
  static GatheredRows ofInputs(GemmSession session, TargetRows rows, Signal inputs) {
    return new GatheredRows(session, rows, inputs, true, inputs.values().columns());
  }

  /**
   * Rows of a level's output: the first to hand errors back to it.
   *
   * @param ends whether the output is of two directions, each of which is read where it ends
   */
  static GatheredRows ofLevel(GemmSession session, TargetRows rows, Signal output, boolean ends) {
    int columns = output.values().columns();
    return new GatheredRows(session, rows, output, false, ends ? columns / 2 : columns);
  }

  Matrix values() {
    return values;
  }

  @Nullable Matrix error() {
    return error;
  }

  /** The source, if its rows may be used as they are when all have a target. */
  @Nullable Signal uncopied() {
    return addsError || atTarget < values.columns() ? null : source;
  }

  void gather(Minibatch batch) {
    Matrix from = source.values();
    int rest = values.columns() - atTarget;
    for (int m = 0; m < rows.count(); m++) {
      int n = rows.packedRow(m);
      int to = m * values.stride();
      from.buffer().copyTo(at(from, n), values.buffer(), to, atTarget);
      if (rest > 0) {
        int end = at(from, batch.rowOf(n)) + atTarget;
        from.buffer().copyTo(end, values.buffer(), to + atTarget, rest);
      }
    }
  }

  /** Hands the errors back; what was not gathered gets 0, or keeps what it has. */
  void scatter(Minibatch batch) {
    Matrix to = source.error();
    if (error == null || to == null) {
      return;
    }
    if (addsError) {
      add(error, to);
      return;
    }
    if (rows.count() < rows.packedCount()) { // else each row was gathered whole
      clear(to);
    }
    int rest = error.columns() - atTarget;
    for (int m = 0; m < rows.count(); m++) {
      int n = rows.packedRow(m);
      int from = m * error.stride();
      error.buffer().copyTo(from, to.buffer(), at(to, n), atTarget);
      if (rest > 0) {
        int end = at(to, batch.rowOf(n)) + atTarget;
        error.buffer().copyTo(from + atTarget, to.buffer(), end, rest);
      }
    }
  }

  private void add(Matrix from, Matrix to) {
    for (int m = 0; m < rows.count(); m++) {
      int at = at(to, rows.packedRow(m));
      from.buffer().get(m * from.stride(), own, 0, own.length);
      to.buffer().get(at, others, 0, others.length);
      for (int j = 0; j < own.length; j++) {
        others[j] += own[j];
      }
      to.buffer().put(at, others, 0, others.length);
    }
  }

  private void clear(Matrix to) {
    if (to.columns() == to.stride()) {
      to.buffer().zero(to.offset(), rows.packedCount() * to.stride());
      return;
    }
    for (int n = 0; n < rows.packedCount(); n++) {
      to.buffer().zero(at(to, n), to.columns());
    }
  }

  private static int at(Matrix matrix, int row) {
    return matrix.offset() + row * matrix.stride();
  }
}
