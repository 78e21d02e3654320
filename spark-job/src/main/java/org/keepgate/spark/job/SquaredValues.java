package org.keepgate.spark.job;

import java.util.List;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.Standardizer;
import org.keepgate.spark.dataset.Encoding;
import org.keepgate.spark.dataset.TaskFailure;

/**
 * How far the target values of a portion lie from the means of the training part: what a prediction
 * that does not look at the input can reach.
 *
 * @param sum Σ (y − mean)², in units of the data
 * @param count number of values
 */
record SquaredValues(double sum, long count) {

  static SquaredValues of(Portion portion, Encoding encoding) {
    Standardizer units = encoding.targets();
    if (units == null) {
      throw new IllegalArgumentException("values have units");
    }
    List<double[]> parts =
        TaskFailure.unwrapped(
            () -> portion.sequences(encoding).map(each -> ofSequence(each, units)).collect());
    double sum = 0;
    long count = 0;
    for (double[] part : parts) {
      sum += part[0];
      count += (long) part[1];
    }
    return new SquaredValues(sum, count);
  }

  private static double[] ofSequence(Sequence sequence, Standardizer units) {
    float[] values = sequence.values();
    double sum = 0;
    long count = 0;
    for (int k = 0; values != null && k < values.length; k++) {
      double error = values[k] * units.scale(k % units.columns());
      if (!Double.isNaN(error)) {
        sum += error * error;
        count++;
      }
    }
    return new double[] {sum, count};
  }

  double mean() {
    return sum / count;
  }
}
