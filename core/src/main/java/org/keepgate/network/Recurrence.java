package org.keepgate.network;

import org.jspecify.annotations.Nullable;
import org.keepgate.cell.RecurrentProduct;
import org.keepgate.math.GemmSession;
import org.keepgate.math.Matrix;
import org.keepgate.math.OuterProduct;
import org.keepgate.math.RowProduct;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.Minibatch;

/**
 * One recurrent product of a layer, prepared: its weights R, operand K, result Z and what flows
 * back.
 *
 * <p>Columns of the previous state are multiplied where they stand, in the layer's history. As long
 * as all sequences run, they stand beside δ of their next step, a step's rows behind, and the
 * weight gradient needs no copy either; when some end earlier, the rows are gathered for it.
 *
 * @param operand K, beside δ of its step; not used for as long as the history can be multiplied
 * @param result where the product goes, and later its δ: columns of the pre-activations, or a
 *     buffer of its own
 * @param dOperand ∂L/∂K of one step where the cell writes K; else the columns of ∂L/∂state that K
 *     is a copy of
 * @param gradient of K in the operand
 * @param history K in the history; none where it is written by the cell, or copied in any case
 * @param historyGradient of K in the history
 */
record Recurrence(
    RecurrentProduct product,
    WeightMatrix weights,
    Matrix operand,
    Matrix result,
    Matrix dOperand,
    RowProduct forward,
    RowProduct backward,
    OuterProduct gradient,
    @Nullable Matrix history,
    @Nullable OuterProduct historyGradient) {

  /**
   * Prepares a product.
   *
   * @param copied whether a run of the previous state is to be copied beside δ
   */
  static Recurrence of(
      GemmSession session,
      RecurrentProduct product,
      ParameterView view,
      LayerBuffers buffers,
      States dState,
      boolean copied) {
    Matrix preActivations = buffers.preActivations();
    int capacity = preActivations.rows();
    int maxRows = dState.rows();
    int columns = product.operandColumns();
    boolean computed = product.isComputed();
    boolean separate = product.separate();
    WeightMatrix weights = new WeightMatrix(session, view);
    Matrix operand = Workspace.matrix(session, capacity, columns);
    Matrix history =
        computed || copied ? null : buffers.history().columns(product.stateColumn(), columns);
    Matrix result =
        separate
            ? Workspace.matrix(session, capacity, product.columns())
            : preActivations.columns(product.firstColumn(), product.columns());
    Matrix dOperand =
        computed
            ? Workspace.matrix(session, maxRows, columns)
            : dState.columns(product.stateColumn(), columns);
    Matrix w = weights.weights();
    Matrix sum = weights.gradient();
    return new Recurrence(
        product,
        weights,
        operand,
        result,
        dOperand,
        session.rowProduct(
            history == null ? operand : history, w, true, !separate, result, maxRows),
        session.rowProduct(result, w, false, !computed, dOperand, maxRows),
        session.outerProduct(result, operand, false, sum, capacity),
        history,
        history == null ? null : session.outerProduct(result, history, false, sum, capacity));
  }

  /** Whether columns of the previous state are to be copied to the operand before the product. */
  boolean copies() {
    return history == null && !product.isComputed();
  }

  /** Whether {@link #forward} multiplies rows of the history instead of the operand's. */
  boolean multipliesHistory() {
    return history != null;
  }

  /** ∂L/∂R = δᵀ K over the packed rows from {@code first} on: the first step's, or the second's. */
  void sumGradient(Minibatch batch, int first) {
    int rows = batch.totalRows() - first;
    if (history == null || historyGradient == null) {
      gradient.run(first, first, rows);
      return;
    }
    int before = history.rows() - result.rows() - batch.batchSize(); // the first step's state
    if (batch.totalRows() == batch.steps() * batch.batchSize()) {
      historyGradient.run(first, before + first, rows);
      return;
    }
    for (int time = first == 0 ? 0 : 1; time < batch.steps(); time++) {
      int from = time == 0 ? before : history.rows() - result.rows() + batch.firstRow(time - 1);
      copyRows(history, from, batch.firstRow(time), batch.rows(time));
    }
    gradient.run(first, first, rows);
  }

  private void copyRows(Matrix from, int fromRow, int toRow, int rows) {
    int next = from.offset() + fromRow * from.stride();
    int to = operand.offset() + toRow * operand.stride();
    if (from.stride() == operand.stride()) {
      from.buffer().copyTo(next, operand.buffer(), to, rows * operand.stride());
      return;
    }
    for (int row = 0; row < rows; row++) {
      from.buffer().copyTo(next, operand.buffer(), to, operand.columns());
      next += from.stride();
      to += operand.stride();
    }
  }
}
