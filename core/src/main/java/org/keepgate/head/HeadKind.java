package org.keepgate.head;

import org.keepgate.sequence.TargetKind;

/** What a network says about its targets, and with which loss it is trained. */
public enum HeadKind {
  /** A probability for each class or symbol: {@link SoftmaxHead}. */
  SOFTMAX,
  /** The same for many symbols, in two levels: a class of symbols, then a symbol of the class. */
  CLASS_FACTORED_SOFTMAX,
  /** Values, by the squared error: {@link RegressionHead}. */
  SQUARED_ERROR,
  /** Values in (0, 1), by half the sum of squared errors: {@link LogisticHead}. */
  LOGISTIC_SQUARED_ERROR,
  /** Values, by the absolute error: {@link RegressionHead}. */
  ABSOLUTE_ERROR,
  /** Values, by Huber's loss: {@link RegressionHead}. */
  HUBER,
  /** The density of one value: {@link MixtureDensityHead}. */
  MIXTURE_DENSITY,
  /** The density of a pen's next move: {@link HandwritingHead}. */
  HANDWRITING,
  /** A probability for each label: {@link BernoulliHead}. */
  BERNOULLI,
  /** Label sequences: {@link CtcHead}. */
  CTC;

  /** The usual head for a kind of target. */
  public static HeadKind usual(TargetKind target) {
    return switch (target) {
      case NEXT_SYMBOL, CLASS -> SOFTMAX;
      case VALUES -> SQUARED_ERROR;
      case LABELS -> BERNOULLI;
      case LABEL_SEQUENCE -> CTC;
    };
  }

  /** Whether this is a head for a kind of target. */
  public boolean fits(TargetKind target) {
    return switch (this) {
      case SOFTMAX -> target == TargetKind.NEXT_SYMBOL || target == TargetKind.CLASS;
      case CLASS_FACTORED_SOFTMAX -> target == TargetKind.NEXT_SYMBOL;
      case SQUARED_ERROR,
          LOGISTIC_SQUARED_ERROR,
          ABSOLUTE_ERROR,
          HUBER,
          MIXTURE_DENSITY,
          HANDWRITING ->
          target == TargetKind.VALUES;
      case BERNOULLI -> target == TargetKind.LABELS;
      case CTC -> target == TargetKind.LABEL_SEQUENCE;
    };
  }
}
