package org.keepgate.head;

import java.util.List;
import org.keepgate.math.Softmax;

/**
 * Softmax with cross-entropy: class probabilities from pre-activations a (length O).
 *
 * <pre>
 *   p_k  = exp(a_k − max a) / Σ_j exp(a_j − max a)
 *   loss = −w_target ln p_target
 *   ∂loss/∂a_k = w_target (p_k − [k = target])
 * </pre>
 *
 * <p>The weight w of a class is 1 unless weights are given. A mean loss is then Σ loss / Σ w_target
 * over the targets: the weighted mean of −ln p_target, as PyTorch's cross-entropy defines it.
 */
public final class SoftmaxHead implements RowHead {
  private final int classes;
  private final Softmax softmax;
  private final double[] classWeights; // empty: 1 for every class

  /** A head of so many classes, each of weight 1. */
  public SoftmaxHead(int classes) {
    this(classes, List.of());
  }

  /** A head of so many classes with a weight for each; none given: 1. */
  public SoftmaxHead(int classes, List<Double> classWeights) {
    this.classes = classes;
    this.softmax = new Softmax(classes);
    this.classWeights = classWeights.stream().mapToDouble(Double::doubleValue).toArray();
  }

  @Override
  public int width() {
    return classes;
  }

  @Override
  public void activate(float[] row) {
    softmax.apply(row, classes);
  }

  @Override
  public void predict(float[] row) {}

  @Override
  public double weight(RowTarget target) {
    return classWeights.length == 0 ? 1 : classWeights[target.symbol()];
  }

  @Override
  public void score(float[] outputs, RowTarget target, MetricSink sums) {
    int symbol = target.symbol();
    float best = Softmax.maximum(outputs, classes);
    int predicted = 0;
    while (predicted < outputs.length - 1 && outputs[predicted] != best) {
      predicted++;
    }
    double loss = -StrictMath.log(Math.max(outputs[symbol], Float.MIN_NORMAL));
    if (classWeights.length == 0) {
      sums.addClass(symbol, predicted, loss);
    } else {
      sums.addClass(symbol, predicted, loss, weight(target));
    }
  }

  @Override
  public void differentiate(float[] outputs, RowTarget target) {
    outputs[target.symbol()] -= 1;
    if (classWeights.length != 0) {
      float weight = (float) weight(target);
      for (int k = 0; k < outputs.length; k++) {
        outputs[k] *= weight;
      }
    }
  }
}
