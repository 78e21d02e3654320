package org.keepgate.network;

import org.jspecify.annotations.Nullable;
import org.keepgate.math.GemmSession;
import org.keepgate.math.Matrix;
import org.keepgate.math.OuterProduct;
import org.keepgate.math.RowProduct;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.Minibatch;

/** One addend of a head's pre-activations: H Wᵀ of one signal's rows that have a target. */
final class GatheredProjection implements InputProjection {
  private final TargetRows rows;
  private final GatheredRows inputs;
  private final WeightMatrix weights;
  private final RowProduct product;
  private final OuterProduct weightGradient;
  private final @Nullable RowProduct inputGradient;

  /**
   * A projection to {@code outputs}.
   *
   * @param adds whether the product is added to what another projection has set
   */
  GatheredProjection(
      GemmSession session,
      TargetRows rows,
      GatheredRows inputs,
      ParameterView weightsView,
      boolean adds,
      Matrix outputs) {
    this.rows = rows;
    this.inputs = inputs;
    weights = new WeightMatrix(session, weightsView);
    Matrix w = weights.weights();
    product = session.rowProduct(inputs.values(), w, true, adds, outputs, rows.capacity());
    weightGradient =
        session.outerProduct(outputs, inputs.values(), false, weights.gradient(), rows.capacity());
    Matrix error = inputs.error();
    inputGradient =
        error == null ? null : session.rowProduct(outputs, w, false, false, error, rows.capacity());
  }

  @Override
  public void setParameters(float[] parameters) {
    weights.load(parameters);
  }

  @Override
  public void forward(Minibatch batch) {
    inputs.gather(batch);
    product.run(0, 0, rows.count());
  }

  @Override
  public void backward(Minibatch batch, float[] gradient) {
    weightGradient.run(0, 0, rows.count());
    weights.storeGradient(gradient);
    if (inputGradient != null) {
      inputGradient.run(0, 0, rows.count());
      inputs.scatter(batch);
    }
  }
}
