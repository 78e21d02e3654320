package org.keepgate.network;

import org.keepgate.math.GemmSession;
import org.keepgate.math.Matrix;
import org.keepgate.parameter.ParameterView;

/**
 * One weight matrix and its gradient in the memory of the matrix provider, beside the flat arrays
 * on the heap.
 */
final class WeightMatrix {
  private final ParameterView view;
  private final Matrix weights;
  private final Matrix gradient;

  WeightMatrix(GemmSession session, ParameterView view) {
    this.view = view;
    weights = Matrix.of(session.allocate(view.size()), view.rows(), view.columns());
    gradient = Matrix.of(session.allocate(view.size()), view.rows(), view.columns());
  }

  ParameterView view() {
    return view;
  }

  Matrix weights() {
    return weights;
  }

  Matrix gradient() {
    return gradient;
  }

  /** Copies the weights out of a flat parameter array. */
  void load(float[] parameters) {
    weights.buffer().put(weights.offset(), parameters, view.offset(), view.size());
  }

  /** Copies the gradient into a flat gradient array. */
  void storeGradient(float[] flat) {
    gradient.buffer().get(gradient.offset(), flat, view.offset(), view.size());
  }
}
