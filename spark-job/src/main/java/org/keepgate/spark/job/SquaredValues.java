package org.keepgate.spark.job;

import org.apache.spark.api.java.JavaRDD;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.Standardizer;
import org.keepgate.spark.dataset.Encoding;
import org.keepgate.spark.dataset.ExactSums;
import org.keepgate.spark.dataset.TaskFailure;
import org.keepgate.spark.trainer.Portion;

/**
 * How far the target values of a portion lie from the means of the training part: what a prediction
 * that does not look at the input can reach. Summed without rounding: it does not depend on how the
 * sequences are spread.
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
    return of(portion.sequences(encoding), units);
  }

  /**
   * The same of sequences whose values are standardized.
   *
   * @param units by which they were
   */
  static SquaredValues of(JavaRDD<Sequence> sequences, Standardizer units) {
    ExactSums sums =
        TaskFailure.unwrapped(
            () ->
                sequences.aggregate(
                    new ExactSums(units.columns()), SquaredValues::add, ExactSums::add));
    double sum = 0;
    long count = 0;
    for (int column = 0; column < units.columns(); column++) {
      sum += sums.sumOfSquares(column) * units.scale(column) * units.scale(column);
      count += sums.count(column);
    }
    return new SquaredValues(sum, count);
  }

  private static ExactSums add(ExactSums sums, Sequence sequence) {
    float[] values = sequence.values();
    if (values != null) {
      sums.add(values, 0, values.length);
    }
    return sums;
  }

  double mean() {
    return sum / count;
  }
}
