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
  private final ParameterView biasView;
  private final Matrix preActivations;
  private final RowProduct product;
  private final OuterProduct weightGradient;
  private final @Nullable RowProduct inputGradient;
  private final float[] bias;
  private final float[] row;
  private final ColumnSums biasGradient;

  DenseProjection(
      GemmSession session,
      ParameterView weightsView,
      ParameterView biasView,
      Matrix inputs,
      @Nullable Matrix dInputs,
      Matrix preActivations) {
    this.biasView = biasView;
    this.preActivations = preActivations;
    weights = new WeightMatrix(session, weightsView);
    int rows = preActivations.rows();
    product = session.rowProduct(inputs, weights.weights(), true, true, preActivations, rows);
    weightGradient = session.outerProduct(preActivations, inputs, false, weights.gradient());
    inputGradient =
        dInputs == null
            ? null
            : session.rowProduct(preActivations, weights.weights(), false, false, dInputs, rows);
    bias = new float[biasView.size()];
    row = new float[biasView.size()];
    biasGradient = new ColumnSums(biasView.size());
  }

  @Override
  public void setParameters(float[] parameters) {
    weights.load(parameters);
    System.arraycopy(parameters, biasView.offset(), bias, 0, bias.length);
  }

  @Override
  public void forward(Minibatch batch) {
    int rows = batch.totalRows();
    for (int n = 0; n < rows; n++) {
      preActivations.buffer().put(n * preActivations.stride(), bias, 0, bias.length);
    }
    product.run(0, 0, rows);
  }

  @Override
  public void backward(Minibatch batch, float[] gradient) {
    int rows = batch.totalRows();
    weightGradient.run(0, 0, rows);
    weights.storeGradient(gradient);
    biasGradient.reset();
    biasGradient.add(preActivations, rows, row);
    biasGradient.store(gradient, biasView);
    if (inputGradient != null) {
      inputGradient.run(0, 0, rows);
    }
  }
}
