package org.keepgate.network;

import org.jspecify.annotations.Nullable;
import org.keepgate.math.GemmSession;
import org.keepgate.math.Matrix;
import org.keepgate.math.OuterProduct;
import org.keepgate.math.RowProduct;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.Minibatch;

/**
 * Input projection of vectors, one product for all packed rows.
 *
 * <pre>
 *   Z = X Wᵀ + b          X   inputs N × I        W   input weights 4H × I
 *   ∂L/∂W = δᵀ X          Z   pre-activations, later δ, N × 4H
 *   ∂L/∂X = δ W
 *   ∂L/∂b = Σ_n δ_n
 * </pre>
 */
final class DenseProjection implements InputProjection {
  private final WeightMatrix weights;
  private final @Nullable Bias bias; // none: adds to what another projection has set
  private final Matrix preActivations;
  private final RowProduct product;
  private final OuterProduct weightGradient;
  private final @Nullable RowProduct inputGradient;

  /**
   * A projection of {@code inputs}.
   *
   * @param bias what the product is added to; none when another projection has been there before
   * @param addsError whether ∂L/∂X is added to what others have set
   */
  DenseProjection(
      GemmSession session,
      ParameterView weightsView,
      @Nullable Bias bias,
      Signal inputs,
      boolean addsError,
      Matrix preActivations) {
    this.bias = bias;
    this.preActivations = preActivations;
    weights = new WeightMatrix(session, weightsView);
    int rows = preActivations.rows();
    Matrix values = inputs.values();
    product = session.rowProduct(values, weights.weights(), true, true, preActivations, rows);
    weightGradient = session.outerProduct(preActivations, values, false, weights.gradient(), rows);
    Matrix error = inputs.error();
    inputGradient =
        error == null
            ? null
            : session.rowProduct(preActivations, weights.weights(), false, addsError, error, rows);
  }

  @Override
  public void setParameters(float[] parameters) {
    weights.load(parameters);
    if (bias != null) {
      bias.load(parameters);
    }
  }

  @Override
  public void forward(Minibatch batch) {
    if (bias != null) {
      bias.setRows(preActivations, batch.totalRows());
    }
    product.run(0, 0, batch.totalRows());
  }

  @Override
  public void backward(Minibatch batch, float[] gradient) {
    int rows = batch.totalRows();
    weightGradient.run(0, 0, rows);
    weights.storeGradient(gradient);
    if (bias != null) {
      bias.sumRows(preActivations, rows, gradient);
    }
    if (inputGradient != null) {
      inputGradient.run(0, 0, rows);
    }
  }
}
