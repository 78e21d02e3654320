package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.Standardizer;
import org.keepgate.spark.SharedSpark;

@DisplayName("Squared distances from the mean")
class SquaredValuesTest {

  @Test
  @DisplayName("in units of the data, the same bits over any number of partitions; NaN is no value")
  void anyPartitions() {
    Standardizer units = Standardizer.of(new double[] {1, 2}, new double[] {3, 0.7});
    Random random = new Random(5);
    List<Sequence> sequences = new ArrayList<>();
    double sum = 0;
    for (int i = 0; i < 50; i++) {
      float first = (float) random.nextGaussian();
      float second = (float) (1e4 * random.nextGaussian());
      boolean unknown = i % 10 == 0;
      sum += 9.0 * first * first + (unknown ? 0 : 0.49 * second * second);
      sequences.add(
          Sequence.ofFeatures("s" + i, new float[] {1}, 1)
              .withValues(first, unknown ? Float.NaN : second));
    }
    SquaredValues one = of(sequences, 1, units);
    assertEquals(95, one.count());
    assertEquals(sum, one.sum(), 1e-12 * sum);
    assertEquals(sum / 95, one.mean(), 1e-12 * sum);
    assertEquals(one, of(sequences, 7, units));
  }

  private static SquaredValues of(List<Sequence> sequences, int partitions, Standardizer units) {
    return SquaredValues.of(SharedSpark.context().parallelize(sequences, partitions), units);
  }
}
