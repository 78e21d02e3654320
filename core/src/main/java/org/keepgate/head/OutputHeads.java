package org.keepgate.head;

import org.keepgate.sequence.SequenceFormat;

/** Makes heads. */
public final class OutputHeads {
  private OutputHeads() {}

  /** Pre-activations of a row: the rows of the head's weights. */
  public static int width(SequenceFormat format, HeadOptions options) {
    return options.kind() == HeadKind.CLASS_FACTORED_SOFTMAX
        ? format.outputSize()
        : create(format, options).width();
  }

  /**
   * The head that options ask for, on a network of this format.
   *
   * @throws IllegalArgumentException when the two do not fit, or the head brings products of its
   *     own ({@link HeadKind#CLASS_FACTORED_SOFTMAX})
   */
  public static OutputHead create(SequenceFormat format, HeadOptions options) {
    options.requireFits(format);
    int outputs = format.outputSize();
    return switch (options.kind()) {
      case SOFTMAX -> new SoftmaxHead(outputs, options.classWeights());
      case SQUARED_ERROR -> RegressionHead.squared(outputs);
      case LOGISTIC_SQUARED_ERROR -> new LogisticHead(outputs);
      case ABSOLUTE_ERROR -> RegressionHead.absolute(outputs);
      case HUBER -> RegressionHead.huber(outputs, options.huberDelta());
      case MIXTURE_DENSITY -> new MixtureDensityHead(options.mixtures());
      case HANDWRITING -> new HandwritingHead(options.mixtures());
      case BERNOULLI -> new BernoulliHead(outputs);
      case CTC -> new CtcHead(outputs);
      case CLASS_FACTORED_SOFTMAX ->
          throw new IllegalArgumentException(
              "a class-factored softmax is a layer of its own, not a head behind one product");
    };
  }
}
