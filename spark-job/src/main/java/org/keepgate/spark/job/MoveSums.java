package org.keepgate.spark.job;

import org.apache.spark.api.java.JavaRDD;
import org.keepgate.sequence.Sequence;
import org.keepgate.spark.dataset.Encoding;
import org.keepgate.spark.dataset.ExactSums;
import org.keepgate.spark.dataset.PenSource;
import org.keepgate.spark.dataset.TaskFailure;
import org.keepgate.spark.trainer.Portion;

/**
 * What a normal distribution knows of standardized moves (x, y), whose means are 0, and of the ends
 * of strokes, e. Each x + y is rounded to float32, what is summed is not: the sums do not depend on
 * how the sequences are spread.
 *
 * <pre>
 *   v_x = Σx²/n,  v_y = Σy²/n,  c = Σxy/n = (Σ(x + y)² − Σx² − Σy²)/2n,  D = v_x v_y − c²
 *   p = (Σe + 1)/(n + 2)                                          of the training part
 *   nats a move = ln 2π + ln(D)/2 + (v_y Σx² − 2c Σxy + v_x Σy²)/(2Dm)
 *                 − (Σe/m) ln p − (1 − Σe/m) ln(1 − p)            sums over m other moves
 * </pre>
 *
 * <p>p is Laplace's rule: an end that was never seen is not impossible.
 *
 * @param xx Σx²
 * @param xy Σxy
 * @param yy Σy²
 * @param ends Σe
 */
record MoveSums(long count, double xx, double xy, double yy, double ends) {
  private static final double LOG_2PI = StrictMath.log(2 * StrictMath.PI);
  private static final double LEAST_SPREAD = 1e-6; // of D/(v_x v_y): below, moves lie on a line
  private static final int COLUMNS = 4;

  static MoveSums of(Portion portion, Encoding encoding) {
    return of(portion.sequences(encoding));
  }

  /** The same of sequences with moves as values. */
  static MoveSums of(JavaRDD<Sequence> sequences) {
    ExactSums sums =
        TaskFailure.unwrapped(
            () -> sequences.aggregate(new ExactSums(COLUMNS), MoveSums::add, ExactSums::add));
    double xx = sums.sumOfSquares(0);
    double yy = sums.sumOfSquares(1);
    double xy = (sums.sumOfSquares(2) - xx - yy) / 2;
    return new MoveSums(sums.count(0), xx, xy, yy, sums.sumOfSquares(3));
  }

  private static ExactSums add(ExactSums sums, Sequence sequence) {
    float[] moves = sequence.values();
    if (moves != null) {
      float[] row = new float[COLUMNS];
      for (int k = 0; k < moves.length; k += PenSource.SIZE) {
        row[0] = moves[k];
        row[1] = moves[k + 1];
        row[2] = moves[k] + moves[k + 1];
        row[3] = moves[k + 2];
        sums.add(row, 0, COLUMNS);
      }
    }
    return sums;
  }

  /**
   * Mean negative log-likelihood of other moves under the distribution of these, in nats; NaN where
   * these lie on a line, so that there is none.
   */
  double negativeLogLikelihood(MoveSums others) {
    double vx = xx / count;
    double vy = yy / count;
    double c = xy / count;
    double determinant = vx * vy - c * c;
    if (!(determinant > LEAST_SPREAD * vx * vy)) {
      return Double.NaN;
    }
    double m = others.count;
    double distance = (vy * others.xx - 2 * c * others.xy + vx * others.yy) / (determinant * m);
    double p = (ends + 1) / (count + 2);
    double share = others.ends / m;
    return LOG_2PI
        + (StrictMath.log(determinant) + distance) / 2
        - share * StrictMath.log(p)
        - (1 - share) * StrictMath.log(1 - p);
  }
}
