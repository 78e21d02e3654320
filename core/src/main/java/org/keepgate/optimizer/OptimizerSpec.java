package org.keepgate.optimizer;

import java.io.Serializable;

/**
 * Which optimizer, with which constants; the learning rate is the schedule's.
 *
 * <p>Weight decay is decoupled from the gradient for every kind (Loshchilov and Hutter, 2019): a
 * step first shrinks <em>every</em> parameter, biases, peepholes and embeddings included, by the
 * factor 1 − learningRate · weightDecay. For plain SGD that is the same as adding weightDecay/2 ·
 * ‖θ‖² to the loss.
 *
 * @param kind which update
 * @param momentum of {@link OptimizerKind#MOMENTUM}, {@link OptimizerKind#NESTEROV} and {@link
 *     OptimizerKind#RMSPROP_GRAVES}, in [0, 1)
 * @param decay of the running means of {@link OptimizerKind#RMSPROP} and {@link
 *     OptimizerKind#RMSPROP_GRAVES}, in [0, 1)
 * @param beta1 decay of Adam's first moment, in [0, 1)
 * @param beta2 decay of Adam's second moment, in [0, 1)
 * @param epsilon what keeps the divisor from zero, where the kind puts it, positive
 * @param weightDecay per unit of learning rate, 0 = none
 * @param l2Penalty strength of {@link L2Penalty}, 0 = none
 */
public record OptimizerSpec(
    OptimizerKind kind,
    double momentum,
    double decay,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    double l2Penalty)
    implements Serializable {

  public OptimizerSpec {
    requireFraction("momentum", momentum);
    requireFraction("decay", decay);
    requireFraction("beta1", beta1);
    requireFraction("beta2", beta2);
    if (!(epsilon > 0 && epsilon < 1)) { // false for NaN too
      throw new IllegalArgumentException("epsilon must be in (0, 1), got " + epsilon);
    }
    if (!(weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "weightDecay must be at least 0 and finite, got " + weightDecay);
    }
    if (!(l2Penalty >= 0 && l2Penalty < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "l2Penalty must be at least 0 and finite, got " + l2Penalty);
    }
  }

  /** The kind with the constants of its source. */
  public static OptimizerSpec of(OptimizerKind kind) {
    return switch (kind) {
      case SGD -> new OptimizerSpec(kind, 0, 0, 0, 0, 1e-8, 0, 0);
      case MOMENTUM, NESTEROV -> new OptimizerSpec(kind, 0.9, 0, 0, 0, 1e-8, 0, 0);
      case RMSPROP -> new OptimizerSpec(kind, 0, 0.95, 0, 0, 1e-8, 0, 0);
      case RMSPROP_GRAVES -> new OptimizerSpec(kind, 0.9, 0.95, 0, 0, 1e-4, 0, 0);
      case ADAGRAD -> new OptimizerSpec(kind, 0, 0, 0, 0, 1e-10, 0, 0);
      case ADAM -> new OptimizerSpec(kind, 0, 0, 0.9, 0.999, 1e-8, 0, 0);
    };
  }

  /** The optimizer, which remembers nothing itself. */
  public Optimizer create() {
    return switch (kind) {
      case SGD -> new Sgd(weightDecay);
      case MOMENTUM -> new Momentum(momentum, false, weightDecay);
      case NESTEROV -> new Momentum(momentum, true, weightDecay);
      case RMSPROP -> new RmsProp(decay, epsilon, weightDecay);
      case RMSPROP_GRAVES -> new GravesRmsProp(decay, momentum, epsilon, weightDecay);
      case ADAGRAD -> new AdaGrad(epsilon, weightDecay);
      case ADAM -> new Adam(beta1, beta2, epsilon, weightDecay);
    };
  }

  public OptimizerSpec withMomentum(double value) {
    return new OptimizerSpec(kind, value, decay, beta1, beta2, epsilon, weightDecay, l2Penalty);
  }

  public OptimizerSpec withDecay(double value) {
    return new OptimizerSpec(kind, momentum, value, beta1, beta2, epsilon, weightDecay, l2Penalty);
  }

  public OptimizerSpec withBetas(double first, double second) {
    return new OptimizerSpec(kind, momentum, decay, first, second, epsilon, weightDecay, l2Penalty);
  }

  public OptimizerSpec withEpsilon(double value) {
    return new OptimizerSpec(kind, momentum, decay, beta1, beta2, value, weightDecay, l2Penalty);
  }

  public OptimizerSpec withWeightDecay(double value) {
    return new OptimizerSpec(kind, momentum, decay, beta1, beta2, epsilon, value, l2Penalty);
  }

  public OptimizerSpec withL2Penalty(double value) {
    return new OptimizerSpec(kind, momentum, decay, beta1, beta2, epsilon, weightDecay, value);
  }

  private static void requireFraction(String name, double value) {
    if (!(value >= 0 && value < 1)) { // false for NaN too
      throw new IllegalArgumentException(name + " must be in [0, 1), got " + value);
    }
  }
}
