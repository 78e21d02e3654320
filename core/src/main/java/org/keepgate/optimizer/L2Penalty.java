package org.keepgate.optimizer;

import java.util.List;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.parameter.ParameterView;

/**
 * L2 regularisation: adds strength/2 · Σ w² over all weights to the objective, so strength · w to
 * the gradient, before it is clipped. Biases are left alone, as in Spark ML. Reported losses are
 * without it.
 */
public final class L2Penalty {
  private final float strength;
  private final List<ParameterView> weights;

  /**
   * A penalty on the weights of a layout.
   *
   * @param strength of at least 0; 0 = none
   */
  public L2Penalty(double strength, ParameterLayout layout) {
    this.strength = (float) strength;
    weights = layout.views().stream().filter(view -> view.shape().length > 1).toList();
  }

  /** Adds the penalty's gradient. */
  public void addGradient(float[] parameters, float[] gradient) {
    if (strength == 0) {
      return;
    }
    for (ParameterView view : weights) {
      for (int j = view.offset(); j < view.offset() + view.size(); j++) {
        gradient[j] += strength * parameters[j];
      }
    }
  }
}
