package org.keepgate.spark.ml;

import java.io.Serializable;
import java.util.Arrays;
import scala.Function1;

/** What thresholds must be: numbers of at least 0, at most one of them 0. */
final class ThresholdBound implements Function1<double[], Object>, Serializable {
  private static final long serialVersionUID = 1L;

  @Override
  public Object apply(double[] thresholds) {
    long zeros = Arrays.stream(thresholds).filter(value -> value == 0).count();
    boolean sizes =
        Arrays.stream(thresholds).allMatch(value -> value >= 0 && value < Double.POSITIVE_INFINITY);
    if (thresholds.length == 0 || zeros > 1 || !sizes) {
      throw new IllegalArgumentException(
          "thresholds: expected numbers of at least 0, one a class, at most one of them 0; found "
              + Arrays.toString(thresholds));
    }
    return true;
  }
}
