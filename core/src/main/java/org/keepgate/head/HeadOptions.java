package org.keepgate.head;

import java.io.Serializable;
import java.util.List;
import org.keepgate.sequence.SequenceFormat;

/**
 * Which head a network has, and what that head must know.
 *
 * @param huberDelta error from which on Huber's loss grows linearly
 * @param mixtures components of a mixture density
 * @param classWeights weight of each class in the loss of a softmax; empty = 1 each
 * @param symbolClasses first symbol of each class of a class-factored softmax, from 0 on; empty =
 *     {@link SymbolClasses#byRank} of √V classes
 * @param clipGradient bound of ∂(sum of losses)/∂pre-activation of the head (Graves, 2013); 0 =
 *     none
 * @param bias whether the outputs have a bias
 */
public record HeadOptions(
    HeadKind kind,
    double huberDelta,
    int mixtures,
    List<Double> classWeights,
    List<Integer> symbolClasses,
    double clipGradient,
    boolean bias)
    implements Serializable {

  public HeadOptions {
    require(huberDelta > 0, "huberDelta must be positive, got " + huberDelta);
    require(mixtures > 0, "mixtures must be positive, got " + mixtures);
    require(clipGradient >= 0, "clipGradient must be 0 or more, got " + clipGradient);
    require(
        classWeights.isEmpty() || kind == HeadKind.SOFTMAX,
        "classWeights are for a head of kind SOFTMAX, got " + kind);
    require(
        symbolClasses.isEmpty() || kind == HeadKind.CLASS_FACTORED_SOFTMAX,
        "symbolClasses are for a head of kind CLASS_FACTORED_SOFTMAX, got " + kind);
    require(
        bias || kind != HeadKind.CLASS_FACTORED_SOFTMAX,
        "a class-factored softmax has a bias: leave it on");
    double sum = 0;
    for (double weight : classWeights) {
      require(weight >= 0 && weight < Double.POSITIVE_INFINITY, "weight of a class: " + weight);
      sum += weight;
    }
    require(classWeights.isEmpty() || sum > 0, "a class must have a weight above 0, all are 0");
    classWeights = List.copyOf(classWeights);
    symbolClasses = List.copyOf(symbolClasses);
  }

  /** A head of this kind with the usual δ = 1 and 20 components. */
  public static HeadOptions of(HeadKind kind) {
    return new HeadOptions(kind, 1, 20, List.of(), List.of(), 0, true);
  }

  /** The usual head for a format. */
  public static HeadOptions usual(SequenceFormat format) {
    return of(HeadKind.usual(format.targetKind()));
  }

  /** These options with another δ of Huber's loss. */
  public HeadOptions withHuberDelta(double newDelta) {
    return new HeadOptions(
        kind, newDelta, mixtures, classWeights, symbolClasses, clipGradient, bias);
  }

  /** These options with another number of components. */
  public HeadOptions withMixtures(int newMixtures) {
    return new HeadOptions(
        kind, huberDelta, newMixtures, classWeights, symbolClasses, clipGradient, bias);
  }

  /** These options with weights for the classes of a softmax. */
  public HeadOptions withClassWeights(List<Double> newWeights) {
    return new HeadOptions(
        kind, huberDelta, mixtures, newWeights, symbolClasses, clipGradient, bias);
  }

  /** These options with the first symbols of the classes of a class-factored softmax. */
  public HeadOptions withSymbolClasses(List<Integer> newClasses) {
    return new HeadOptions(
        kind, huberDelta, mixtures, classWeights, newClasses, clipGradient, bias);
  }

  /** These options with a bound on the derivatives that enter the network. */
  public HeadOptions withClipGradient(double newClip) {
    return new HeadOptions(kind, huberDelta, mixtures, classWeights, symbolClasses, newClip, bias);
  }

  /** These options with or without a bias. */
  public HeadOptions withBias(boolean biased) {
    return new HeadOptions(
        kind, huberDelta, mixtures, classWeights, symbolClasses, clipGradient, biased);
  }

  /**
   * Checks that this head can be on a network of this format.
   *
   * @throws IllegalArgumentException when it cannot
   */
  public void requireFits(SequenceFormat format) {
    require(
        kind.fits(format.targetKind()),
        "head " + kind + " is not for targets of kind " + format.targetKind());
    require(
        classWeights.isEmpty() || classWeights.size() == format.outputSize(),
        "classWeights has "
            + classWeights.size()
            + " weights, the network "
            + format.outputSize()
            + " classes");
    int values = kind == HeadKind.MIXTURE_DENSITY ? 1 : kind == HeadKind.HANDWRITING ? 3 : 0;
    require(
        values == 0 || values == format.outputSize(),
        "head " + kind + " is for " + values + " values, got " + format.outputSize());
    if (kind == HeadKind.CLASS_FACTORED_SOFTMAX) {
      SymbolClasses.of(this, format.outputSize());
    }
  }

  private static void require(boolean claim, String message) {
    if (!claim) {
      throw new IllegalArgumentException(message);
    }
  }
}
