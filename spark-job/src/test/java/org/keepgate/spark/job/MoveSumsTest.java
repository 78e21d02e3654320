package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.sequence.Sequence;
import org.keepgate.spark.SharedSpark;

@DisplayName("One normal distribution of moves, and how often strokes end")
class MoveSumsTest {

  private static MoveSums sums(float[] moves) {
    Sequence sequence = Sequence.ofFeatures("s", new float[moves.length], 3).withValues(moves);
    JavaRDD<Sequence> one = SharedSpark.context().parallelize(List.of(sequence));
    return MoveSums.of(one);
  }

  private static float[] moves(int count, long seed, double slope) {
    Random random = new Random(seed);
    float[] moves = new float[3 * count];
    for (int k = 0; k < moves.length; k += 3) {
      moves[k] = (float) random.nextGaussian();
      moves[k + 1] = (float) (slope * moves[k] + 0.5 * random.nextGaussian());
      moves[k + 2] = random.nextInt(4) == 0 ? 1 : 0;
    }
    return moves;
  }

  @Test
  @DisplayName("judges other moves as the densities do, x first, then y given x")
  void oneAfterAnother() {
    float[] seen = moves(50, 1, -0.8);
    float[] others = moves(20, 2, 0.3);
    double xx = 0;
    double xy = 0;
    double yy = 0;
    double ends = 0;
    for (int k = 0; k < seen.length; k += 3) {
      xx += (double) seen[k] * seen[k];
      xy += (double) seen[k] * seen[k + 1];
      yy += (double) seen[k + 1] * seen[k + 1];
      ends += seen[k + 2];
    }
    double slope = xy / xx;
    double rest = (yy - slope * xy) / 50; // variance of y − slope · x
    double p = (ends + 1) / 52;
    double nats = 0;
    for (int k = 0; k < others.length; k += 3) {
      nats += normal(others[k], xx / 50) + normal(others[k + 1] - slope * others[k], rest);
      nats -= Math.log(others[k + 2] == 1 ? p : 1 - p);
    }
    assertEquals(nats / 20, sums(seen).negativeLogLikelihood(sums(others)), 1e-5);
  }

  private static double normal(double x, double variance) {
    return (Math.log(2 * Math.PI * variance) + x * x / variance) / 2;
  }

  @Test
  @DisplayName("an end that was never seen is possible; moves on a line have no distribution")
  void bounds() {
    float[] open = {1, 2, 0, 2, 1, 0, -3, 1, 0};
    float[] ended = {1, 2, 1};
    double nats = sums(open).negativeLogLikelihood(sums(ended));
    double going = sums(open).negativeLogLikelihood(sums(new float[] {1, 2, 0}));
    assertEquals(Math.log(4), nats - going, 1e-12, "1/5 and 4/5");
    float[] line = {1, 2, 0, -2, -4, 1, 3, 6, 0};
    assertTrue(Double.isNaN(sums(line).negativeLogLikelihood(sums(open))));
  }
}
