package org.keepgate.network;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keepgate.head.HeadKind;
import org.keepgate.head.HeadOptions;
import org.keepgate.math.Activations;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.SequenceFormat;

/**
 * The outputs of a network that learns online, one step at a time and in double.
 *
 * <pre>
 *   net_k = Σ_c w_kc y_c + Σ_m d_km x_m + b_k          y  outputs of the cells, x  inputs
 *   δ_k   = ∂L/∂net_k                                  A.16 (there with the opposite sign)
 *   ε_c   = Σ_k w_kc δ_k
 *
 *   softmax                  L = −ln p_target          δ_k = p_k − [k = target]
 *   squared error            L = 1/n Σ (y_k − t_k)²    δ_k = 2/n (y_k − t_k)
 *   logistic squared error   L = ½ Σ (y_k − t_k)²      δ_k = (y_k − t_k) y_k (1 − y_k)
 * </pre>
 */
final class OnlineHead {
  private final HeadKind kind;
  private final ParameterView weights;
  private final @Nullable ParameterView directWeights;
  private final @Nullable ParameterView bias;
  private final int inputs;
  private final double[] outputs;
  private final double[] delta;
  private final double[] error; // ε

  OnlineHead(NetworkSpec spec, NetworkParameters.Head views) {
    kind = spec.head().kind();
    weights = views.weights();
    directWeights = views.directWeights();
    bias = views.bias();
    inputs = spec.format().inputSize();
    outputs = new double[weights.rows()];
    delta = new double[weights.rows()];
    error = new double[weights.columns()];
  }

  /**
   * Refuses heads that do not learn online.
   *
   * @throws IllegalArgumentException when this is one
   */
  static void requireFits(HeadOptions head, SequenceFormat format) {
    boolean known =
        switch (head.kind()) {
          case SOFTMAX, SQUARED_ERROR, LOGISTIC_SQUARED_ERROR -> true;
          default -> false;
        };
    if (!known) {
      throw new IllegalArgumentException(
          "regime online learns with a head of kind SOFTMAX, SQUARED_ERROR or"
              + " LOGISTIC_SQUARED_ERROR; got "
              + head.kind()
              + " for targets of kind "
              + format.targetKind());
    }
    if (!head.classWeights().isEmpty() || head.clipGradient() > 0) {
      throw new IllegalArgumentException(
          "regime online has neither classWeights nor clipOutputGradient: leave them out");
    }
  }

  /** Outputs of the last step. */
  double[] outputs() {
    return outputs;
  }

  void forward(float[] parameters, OnlineBlocks blocks) {
    double[] hidden = blocks.output();
    for (int k = 0; k < outputs.length; k++) {
      double sum = bias == null ? 0 : parameters[bias.offset() + k];
      int row = weights.index(k, 0);
      for (int c = 0; c < hidden.length; c++) {
        sum += parameters[row + c] * hidden[c];
      }
      outputs[k] = sum;
    }
    if (directWeights != null) {
      addDirect(parameters, blocks);
    }
    activate();
  }

  private void addDirect(float[] parameters, OnlineBlocks blocks) {
    ParameterView direct = Objects.requireNonNull(directWeights);
    for (int k = 0; k < outputs.length; k++) {
      if (blocks.symbol() >= 0) {
        outputs[k] += parameters[direct.index(k, blocks.symbol())];
      } else {
        for (int m = 0; m < inputs; m++) {
          outputs[k] += parameters[direct.index(k, m)] * blocks.source()[m];
        }
      }
    }
  }

  private void activate() {
    if (kind == HeadKind.LOGISTIC_SQUARED_ERROR) {
      for (int k = 0; k < outputs.length; k++) {
        outputs[k] = Activations.logistic(outputs[k]);
      }
    } else if (kind == HeadKind.SOFTMAX) {
      softmax();
    }
  }

  private void softmax() {
    double max = outputs[0];
    for (double net : outputs) {
      max = Math.max(max, net);
    }
    double sum = 0;
    for (int k = 0; k < outputs.length; k++) {
      outputs[k] = StrictMath.exp(outputs[k] - max);
      sum += outputs[k];
    }
    for (int k = 0; k < outputs.length; k++) {
      outputs[k] /= sum;
    }
  }

  /** Loss of a class; δ is kept for {@link #addGradient}. */
  double learn(int target) {
    System.arraycopy(outputs, 0, delta, 0, delta.length);
    delta[target] -= 1;
    return -Activations.log(Math.max(outputs[target], Double.MIN_NORMAL));
  }

  /** Loss of values, NaN = no target; δ is kept for {@link #addGradient}. */
  double learn(float[] target, int offset) {
    boolean logistic = kind == HeadKind.LOGISTIC_SQUARED_ERROR;
    int known = 0;
    double squares = 0;
    for (int k = 0; k < delta.length; k++) {
      boolean wanted = !Float.isNaN(target[offset + k]);
      double difference = wanted ? outputs[k] - target[offset + k] : 0;
      known += wanted ? 1 : 0;
      squares += difference * difference;
      delta[k] = logistic ? difference * outputs[k] * (1 - outputs[k]) : 2 * difference;
    }
    if (logistic) {
      return squares / 2;
    }
    for (int k = 0; k < delta.length; k++) {
      delta[k] /= Math.max(1, known);
    }
    return squares / Math.max(1, known);
  }

  /** Adds the gradient of the head's own parameters. */
  void addGradient(OnlineBlocks blocks, double[] gradient) {
    double[] hidden = blocks.output();
    for (int k = 0; k < delta.length; k++) {
      int row = weights.index(k, 0);
      for (int c = 0; c < hidden.length; c++) {
        gradient[row + c] += delta[k] * hidden[c];
      }
      if (bias != null) {
        gradient[bias.offset() + k] += delta[k];
      }
      if (directWeights != null) {
        addDirect(k, blocks, gradient);
      }
    }
  }

  private void addDirect(int k, OnlineBlocks blocks, double[] gradient) {
    ParameterView direct = Objects.requireNonNull(directWeights);
    if (blocks.symbol() >= 0) {
      gradient[direct.index(k, blocks.symbol())] += delta[k];
      return;
    }
    for (int m = 0; m < inputs; m++) {
      gradient[direct.index(k, m)] += delta[k] * blocks.source()[m];
    }
  }

  /** ε, from δ. */
  double[] error(float[] parameters) {
    for (int c = 0; c < error.length; c++) {
      double sum = 0;
      for (int k = 0; k < delta.length; k++) {
        sum += parameters[weights.index(k, c)] * delta[k];
      }
      error[c] = sum;
    }
    return error;
  }
}
