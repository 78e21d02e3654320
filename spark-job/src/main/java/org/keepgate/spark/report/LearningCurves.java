package org.keepgate.spark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.keepgate.sequence.TargetKind;
import org.keepgate.training.History;
import org.keepgate.training.RoundEntry;

/** The learning curves of a training's history, in the measures of its kind of target. */
public final class LearningCurves {
  public static final String BITS_PER_SYMBOL = "bits per symbol";
  public static final String ACCURACY = "accuracy";
  public static final String RMSE = "RMSE";

  private static final double LN_2 = StrictMath.log(2);
  private static final int MOST_EPOCHS_BY_ROUND = 20; // a longer training is told by epochs

  private LearningCurves() {}

  /**
   * Bits per symbol for next symbols; the loss and the validation's accuracy for classes; the loss
   * and the validation's RMSE, in original units, for values; the loss and the validation's F1 or
   * label error rate for labels. Curves without a point are left out.
   */
  public static List<LearningCurve> of(History history, TargetKind kind) {
    List<Moment> moments = moments(history);
    List<LearningCurve> curves =
        switch (kind) {
          case NEXT_SYMBOL ->
              List.of(curve(BITS_PER_SYMBOL, true, moments, m -> m.loss / LN_2, "bitsPerSymbol"));
          case CLASS ->
              List.of(
                  curve("loss (nats)", true, moments, Moment::loss, "loss"),
                  curve(ACCURACY, false, moments, m -> Double.NaN, "accuracy"));
          case VALUES ->
              List.of(
                  curve("loss (of standardized values)", true, moments, Moment::loss, "loss"),
                  curve(RMSE, true, moments, m -> Double.NaN, "rmse"));
          case LABELS ->
              List.of(
                  curve("loss (nats)", true, moments, Moment::loss, "loss"),
                  curve("micro F1", false, moments, m -> Double.NaN, "microF1"));
          case LABEL_SEQUENCE ->
              List.of(
                  curve("loss (nats)", true, moments, Moment::loss, "loss"),
                  curve("label error rate", true, moments, m -> Double.NaN, "labelErrorRate"));
        };
    return curves.stream().filter(c -> c.hasTraining() || c.hasValidation()).toList();
  }

  /** A round or an epoch. */
  private record Moment(double progress, double loss, Map<String, Double> validation) {}

  private static List<Moment> moments(History history) {
    List<Moment> moments = new ArrayList<>();
    List<RoundEntry> rounds = history.rounds();
    if (rounds.isEmpty() || rounds.get(rounds.size() - 1).epoch() <= MOST_EPOCHS_BY_ROUND) {
      rounds.forEach(
          round ->
              moments.add(new Moment(round.epochsDone(), round.trainLoss(), round.validation())));
    } else {
      history
          .epochs()
          .forEach(
              epoch ->
                  moments.add(new Moment(epoch.epoch(), epoch.trainLoss(), epoch.validation())));
    }
    return moments;
  }

  private static LearningCurve curve(
      String measure,
      boolean lowerIsBetter,
      List<Moment> moments,
      ToDoubleFunction<Moment> train,
      String validation) {
    return new LearningCurve(
        measure,
        "epoch",
        lowerIsBetter,
        moments.stream()
            .map(
                moment ->
                    new LearningCurve.Point(
                        moment.progress,
                        train.applyAsDouble(moment),
                        moment.validation.getOrDefault(validation, Double.NaN)))
            .toList());
  }
}
