package org.keepgate.analysis;

import java.util.List;

/**
 * Floors of a forecast: the root mean squared error of the naive rules, and of an autoregression by
 * least squares, that see nothing but the series itself.
 *
 * <p>A value is predicted from those at least {@code horizon} steps before it. Where a rule lacks
 * history, at a series' beginning, it says the mean of the training targets; so every floor is
 * taken over the same targets as the network's error.
 */
public final class SeriesFloors {

  /** The targets {@code first} … {@code end} − 1 of a series; earlier values are known history. */
  public static final class Stretch {
    private final double[] series;
    private final int first;
    private final int end;

    public Stretch(double[] series, int first, int end) {
      if (first < 0 || end > series.length || first > end) {
        throw new IllegalArgumentException(
            "targets " + first + " to " + end + " of a series of " + series.length + " values");
      }
      this.series = series;
      this.first = first;
      this.end = end;
    }
  }

  private final List<Stretch> train;
  private final List<Stretch> test;
  private final int horizon;
  private final double trainMean;

  public SeriesFloors(List<Stretch> train, List<Stretch> test, int horizon) {
    if (horizon < 1 || targets(train) == 0 || targets(test) == 0) {
      throw new IllegalArgumentException(
          "a floor needs a horizon of at least 1 and targets to train and to test on, got "
              + horizon
              + ", "
              + targets(train)
              + " and "
              + targets(test));
    }
    this.train = List.copyOf(train);
    this.test = List.copyOf(test);
    this.horizon = horizon;
    this.trainMean = mean(train);
  }

  /** The last known value. */
  public Floor persistence() {
    return new Floor(
        "persistence (the last known value)", rmse((series, t) -> known(series, t - horizon)));
  }

  /** The last known value a whole number of periods ago, for example the same day last week. */
  public Floor seasonal(int period) {
    if (period < 1) {
      throw new IllegalArgumentException("period must be at least 1, got " + period);
    }
    int lag = (horizon + period - 1) / period * period;
    return new Floor(
        "the value " + lag + " steps before", rmse((series, t) -> known(series, t - lag)));
  }

  /**
   * A constant and the last {@code lags} known values, weighted by least squares on the training
   * part.
   */
  public Floor autoregression(int lags) {
    if (lags < 1) {
      throw new IllegalArgumentException("lags must be at least 1, got " + lags);
    }
    LeastSquares fit = new LeastSquares(lags + 1);
    double scale = trainScale();
    double[] inputs = new double[lags + 1];
    for (Stretch stretch : train) {
      for (int t = stretch.first; t < stretch.end; t++) {
        if (fill(inputs, stretch.series, t, scale)) {
          fit.add(inputs, (stretch.series[t] - trainMean) / scale);
        }
      }
    }
    double[] weights = fit.solve();
    return new Floor(
        "AR(" + lags + ") by least squares",
        rmse(
            (series, t) -> {
              if (!fill(inputs, series, t, scale)) {
                return trainMean;
              }
              double prediction = 0;
              for (int j = 0; j < inputs.length; j++) {
                prediction += weights[j] * inputs[j];
              }
              return prediction * scale + trainMean;
            }));
  }

  /**
   * The constant and the standardized lags of target t; false where they would reach too far back.
   */
  private boolean fill(double[] inputs, double[] series, int t, double scale) {
    int last = t - horizon;
    if (last - (inputs.length - 2) < 0) {
      return false;
    }
    inputs[0] = 1;
    for (int j = 1; j < inputs.length; j++) {
      inputs[j] = (series[last - (j - 1)] - trainMean) / scale;
    }
    return true;
  }

  private double known(double[] series, int t) {
    return t >= 0 ? series[t] : trainMean;
  }

  private double rmse(Rule rule) {
    double sum = 0;
    for (Stretch stretch : test) {
      for (int t = stretch.first; t < stretch.end; t++) {
        double error = stretch.series[t] - rule.predict(stretch.series, t);
        sum += error * error;
      }
    }
    return Math.sqrt(sum / targets(test));
  }

  private double trainScale() {
    double sum = 0;
    for (Stretch stretch : train) {
      for (int t = stretch.first; t < stretch.end; t++) {
        double difference = stretch.series[t] - trainMean;
        sum += difference * difference;
      }
    }
    return sum > 0 ? Math.sqrt(sum / targets(train)) : 1;
  }

  private static double mean(List<Stretch> stretches) {
    double sum = 0;
    for (Stretch stretch : stretches) {
      for (int t = stretch.first; t < stretch.end; t++) {
        sum += stretch.series[t];
      }
    }
    return sum / targets(stretches);
  }

  private static long targets(List<Stretch> stretches) {
    return stretches.stream().mapToLong(stretch -> stretch.end - stretch.first).sum();
  }

  private interface Rule {
    double predict(double[] series, int t);
  }
}
