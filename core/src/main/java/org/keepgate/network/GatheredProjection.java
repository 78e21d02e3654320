package org.keepgate.network;

import org.jspecify.annotations.Nullable;
import org.keepgate.math.GemmSession;
import org.keepgate.math.Matrix;
import org.keepgate.math.OuterProduct;
import org.keepgate.math.RowProduct;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.Minibatch;

/**
 * One addend of a head's pre-activations: H Wᵀ of one signal's rows that have a target. Where all
 * rows have one, the products run on the signal itself.
 */
final class GatheredProjection implements InputProjection {
  private final TargetRows rows;
  private final GatheredRows inputs;
  private final WeightMatrix weights;
  private final Products ofGathered;
  private final @Nullable Products ofAll; // none: never without copying

  /** The products of one head with one matrix of inputs. */
  private record Products(
      RowProduct forward, OuterProduct weightGradient, @Nullable RowProduct inputGradient) {

    /**
     * Prepares them.
     *
     * @param usualRows rows of the inputs for which weights are packed; 0: none
     */
    static Products of(
        GemmSession session,
        Matrix inputs,
        @Nullable Matrix error,
        WeightMatrix weights,
        boolean adds,
        Matrix outputs,
        int usualRows) {
      Matrix w = weights.weights();
      return new Products(
          session.rowProduct(inputs, w, true, adds, outputs, usualRows),
          session.outerProduct(outputs, inputs, false, weights.gradient(), usualRows),
          error == null ? null : session.rowProduct(outputs, w, false, false, error, usualRows));
    }
  }

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
    ofGathered = Products.of(session, inputs.values(), inputs.error(), weights, adds, outputs, 0);
    Signal source = inputs.uncopied();
    ofAll =
        source == null
            ? null
            : Products.of(
                session, source.values(), source.error(), weights, adds, outputs, rows.capacity());
  }

  @Override
  public void setParameters(float[] parameters) {
    weights.load(parameters);
  }

  @Override
  public void forward(Minibatch batch) {
    Products direct = direct();
    if (direct != null) {
      direct.forward().run(0, 0, rows.count());
    } else {
      inputs.gather(batch);
      ofGathered.forward().run(0, 0, rows.count());
    }
  }

  @Override
  public void backward(Minibatch batch, float[] gradient) {
    Products direct = direct();
    Products products = direct == null ? ofGathered : direct;
    products.weightGradient().run(0, 0, rows.count());
    weights.storeGradient(gradient);
    if (products.inputGradient() != null) {
      products.inputGradient().run(0, 0, rows.count());
      if (direct == null) {
        inputs.scatter(batch);
      }
    }
  }

  /** The products without copying, where this minibatch can do without. */
  private @Nullable Products direct() {
    return rows.areThePackedRows() ? ofAll : null;
  }
}
