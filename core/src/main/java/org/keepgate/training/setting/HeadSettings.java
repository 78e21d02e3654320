package org.keepgate.training.setting;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.keepgate.head.HeadKind;
import org.keepgate.head.HeadOptions;
import org.keepgate.sequence.InputException;

/** The settings of what is said about the targets, and of the loss. */
public final class HeadSettings {
  private static final String FULL = "full";
  private static final String CLASS_FACTORED = "class-factored";
  private static final String SQUARED = "squared";
  private static final String ABSOLUTE = "absolute";
  private static final String HUBER = "huber";
  private static final String NONE = "none";
  private static final String BALANCED = "balanced";
  private static final HeadOptions USUAL = HeadOptions.of(HeadKind.MIXTURE_DENSITY);

  public static final Setting<String> SOFTMAX =
      Setting.choice(
              "softmax",
              "class-factored: in two levels, faster with thousands of symbols",
              List.of(FULL, CLASS_FACTORED))
          .only(Task.LANGUAGE_MODEL)
          .or(FULL);
  public static final Setting<String> CLASS_WEIGHTS =
      Setting.wordOrNumbers(
              "classWeights",
              "weight of each class in the loss, in their order; balanced: rare ones weigh more",
              List.of(NONE, BALANCED))
          .only(Task.CLASSIFY, Task.TAG)
          .or(NONE);
  public static final Setting<String> LOSS =
      Setting.choice("loss", "what an error costs", List.of(SQUARED, ABSOLUTE, HUBER))
          .only(Task.FORECAST, Task.REGRESS)
          .or(SQUARED);
  public static final Setting<Double> HUBER_DELTA =
      Setting.real(
              "huberDelta",
              "error, in deviations of its column, from which loss=huber grows linearly",
              "above 0",
              value -> value > 0)
          .only(Task.FORECAST, Task.REGRESS)
          .or(USUAL.huberDelta());
  public static final Setting<Integer> MIXTURES =
      Setting.integer("mixtures", "normal distributions that a density is mixed of", 1, 10_000)
          .only(Task.DENSITY, Task.HANDWRITING)
          .or(USUAL.mixtures());
  public static final Setting<Double> CLIP_OUTPUT_GRADIENT =
      Setting.real(
              "clipOutputGradient",
              "bound of the loss's derivative by each output's pre-activation (Graves); 0 = off",
              "of at least 0",
              value -> value >= 0)
          .or(USUAL.clipGradient());

  private HeadSettings() {}

  /** All of them, in order. */
  public static SettingCatalog.Group group() {
    return new SettingCatalog.Group(
        "Output",
        List.of(SOFTMAX, CLASS_WEIGHTS, LOSS, HUBER_DELTA, MIXTURES, CLIP_OUTPUT_GRADIENT));
  }

  /**
   * The head that the settings describe; {@link #classWeights} come to it when the classes are
   * known.
   *
   * @throws InputException when settings do not go together
   */
  public static HeadOptions options(Settings settings) {
    return ofTask(settings).withClipGradient(settings.get(CLIP_OUTPUT_GRADIENT));
  }

  private static HeadOptions ofTask(Settings settings) {
    return switch (settings.task()) {
      case LANGUAGE_MODEL ->
          HeadOptions.of(
              settings.get(SOFTMAX).equals(FULL)
                  ? HeadKind.SOFTMAX
                  : HeadKind.CLASS_FACTORED_SOFTMAX);
      case CLASSIFY, TAG -> HeadOptions.of(HeadKind.SOFTMAX);
      case FORECAST, REGRESS -> ofLoss(settings);
      case MULTILABEL -> HeadOptions.of(HeadKind.BERNOULLI);
      case TRANSCRIBE -> HeadOptions.of(HeadKind.CTC);
      case DENSITY -> HeadOptions.of(HeadKind.MIXTURE_DENSITY).withMixtures(settings.get(MIXTURES));
      case HANDWRITING -> ofPen(settings);
    };
  }

  /** A network that reads backwards, too, would read the moves that it is to predict. */
  private static HeadOptions ofPen(Settings settings) {
    if (settings.get(NetworkSettings.BIDIRECTIONAL)) {
      throw new InputException(
          "bidirectional: expected false, because a move is predicted from those before it; found"
              + " true");
    }
    return HeadOptions.of(HeadKind.HANDWRITING).withMixtures(settings.get(MIXTURES));
  }

  private static HeadOptions ofLoss(Settings settings) {
    String loss = settings.get(LOSS);
    if (settings.isSet(HUBER_DELTA) && !loss.equals(HUBER)) {
      throw new InputException(
          "huberDelta: belongs to loss=huber; the loss is " + loss + ": leave it out");
    }
    return switch (loss) {
      case ABSOLUTE -> HeadOptions.of(HeadKind.ABSOLUTE_ERROR);
      case HUBER -> HeadOptions.of(HeadKind.HUBER).withHuberDelta(settings.get(HUBER_DELTA));
      default -> HeadOptions.of(HeadKind.SQUARED_ERROR);
    };
  }

  /** Whether the loss is that of the mean squared error. */
  public static boolean squaresErrors(Settings settings) {
    return SQUARED.equals(settings.find(LOSS));
  }

  /** Whether classes have weights of their own in the loss. */
  static boolean weighsClasses(Settings settings) {
    String wanted = settings.find(CLASS_WEIGHTS);
    return wanted != null && !wanted.equals(NONE);
  }

  /** Whether the weights of classes depend on how often these occur. */
  public static boolean balancesClasses(Settings settings) {
    return BALANCED.equals(settings.find(CLASS_WEIGHTS));
  }

  /**
   * The weights of the classes, in their order; none where each weighs 1.
   *
   * <pre>
   *   balanced:  w_c = n / (C n_c)      n targets in all, n_c of class c, C classes
   * </pre>
   *
   * @param counts targets of each class; looked at where {@link #balancesClasses}
   * @throws InputException when there are not as many weights as classes, or all of them are 0
   */
  public static List<Double> classWeights(Settings settings, List<String> classes, long[] counts) {
    String wanted = settings.find(CLASS_WEIGHTS);
    if (wanted == null || !weighsClasses(settings)) {
      return List.of();
    }
    if (wanted.equals(BALANCED)) {
      double share = (double) Arrays.stream(counts).sum() / counts.length;
      return Arrays.stream(counts).mapToObj(count -> share / Math.max(1, count)).toList();
    }
    List<Double> weights = Setting.numbers(wanted).stream().filter(Objects::nonNull).toList();
    if (weights.size() != classes.size() || weights.stream().allMatch(weight -> weight == 0)) {
      throw new InputException(
          "classWeights: expected a weight for each of the "
              + classes.size()
              + " classes, "
              + String.join(", ", classes.subList(0, Math.min(10, classes.size())))
              + (classes.size() > 10 ? " …" : "")
              + ", one of them above 0; found '"
              + wanted
              + "'");
    }
    return weights;
  }
}
