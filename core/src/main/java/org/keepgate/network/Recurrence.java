package org.keepgate.network;

import org.keepgate.cell.RecurrentProduct;
import org.keepgate.math.GemmSession;
import org.keepgate.math.Matrix;
import org.keepgate.math.OuterProduct;
import org.keepgate.math.RowProduct;
import org.keepgate.parameter.ParameterView;

/**
 * One recurrent product of a layer, prepared: its weights R, operand K, result Z and what flows
 * back.
 *
 * @param result where the product goes, and later its δ: columns of the pre-activations, or a
 *     buffer of its own
 * @param dOperand ∂L/∂K of one step where the cell writes K; else the columns of ∂L/∂state that K
 *     is a copy of
 */
record Recurrence(
    RecurrentProduct product,
    WeightMatrix weights,
    Matrix operand,
    Matrix result,
    Matrix dOperand,
    RowProduct forward,
    RowProduct backward,
    OuterProduct gradient) {

  static Recurrence of(
      GemmSession session,
      RecurrentProduct product,
      ParameterView view,
      Matrix preActivations,
      States dState) {
    int capacity = preActivations.rows();
    int maxRows = dState.rows();
    boolean computed = product.isComputed();
    boolean separate = product.separate();
    WeightMatrix weights = new WeightMatrix(session, view);
    Matrix operand = Workspace.matrix(session, capacity, product.operandColumns());
    Matrix result =
        separate
            ? Workspace.matrix(session, capacity, product.columns())
            : preActivations.columns(product.firstColumn(), product.columns());
    Matrix dOperand =
        computed
            ? Workspace.matrix(session, maxRows, product.operandColumns())
            : dState.columns(product.stateColumn(), product.operandColumns());
    return new Recurrence(
        product,
        weights,
        operand,
        result,
        dOperand,
        session.rowProduct(operand, weights.weights(), true, !separate, result, maxRows),
        session.rowProduct(result, weights.weights(), false, !computed, dOperand, maxRows),
        session.outerProduct(result, operand, false, weights.gradient(), capacity));
  }
}
