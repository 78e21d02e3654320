package org.keepgate.spark.report;

import java.util.List;

/**
 * A measure on the training and the validation part, in the course of a training.
 *
 * @param measure what is measured, with its unit: "bits per symbol", "RMSE (births)", "accuracy"
 * @param progressName what the points are counted in: "epoch" or "round"
 * @param lowerIsBetter false for an accuracy
 */
public record LearningCurve(
    String measure, String progressName, boolean lowerIsBetter, List<Point> points) {
  public LearningCurve {
    points = List.copyOf(points);
  }

  /** The measure after so many epochs or rounds; NaN where it was not taken. */
  public record Point(double progress, double train, double validation) {}

  boolean hasTraining() {
    return points.stream().anyMatch(point -> Double.isFinite(point.train()));
  }

  boolean hasValidation() {
    return points.stream().anyMatch(point -> Double.isFinite(point.validation()));
  }

  /** Index of the point with the best validation (training, if none was validated), or -1. */
  int best() {
    int best = -1;
    for (int i = 0; i < points.size(); i++) {
      if (Double.isFinite(judged(i)) && (best < 0 || better(judged(i), judged(best)))) {
        best = i;
      }
    }
    return best;
  }

  private double judged(int i) {
    return hasValidation() ? points.get(i).validation() : points.get(i).train();
  }

  private boolean better(double a, double b) {
    return lowerIsBetter ? a < b : a > b;
  }
}
