package org.keepgate.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("RandomStream: the same numbers everywhere, evenly spread")
class RandomStreamTest {

  @Test
  @DisplayName("the sequence is that of SplitMix64, as the JDK's SplittableRandom has it")
  void sequenceIsSplitMix64() {
    for (long seed : new long[] {0, 1, -1, 42, Long.MIN_VALUE}) {
      SplittableRandom expected = new SplittableRandom(seed);
      RandomStream random = new RandomStream(seed);
      for (int draw = 0; draw < 100; draw++) {
        assertEquals(expected.nextLong(), random.nextLong());
      }
    }
  }

  @Test
  @DisplayName("bounded integers are within the bound, and each is equally likely")
  void boundedIntegers() {
    RandomStream random = new RandomStream(3);
    int[] counts = new int[7];
    for (int draw = 0; draw < 70_000; draw++) {
      counts[random.nextInt(7)]++;
    }
    for (int count : counts) {
      assertEquals(10_000.0, count, 500.0); // five standard deviations of 93
    }
    int bound = (1 << 30) + 1; // the interval left over is nearly as large as the bound
    long high = IntStream.range(0, 10_000).filter(i -> random.nextInt(bound) >= bound / 2).count();
    assertEquals(5_000.0, (double) high, 250.0);
    assertEquals(0, random.nextInt(1));
    assertThrows(IllegalArgumentException.class, () -> random.nextInt(0));
  }

  @Test
  @DisplayName("fractions are in [0, 1) with mean 1/2; Gaussian numbers have mean 0, variance 1")
  void momentsOfDistributions() {
    RandomStream random = new RandomStream(5);
    int draws = 100_000;
    double uniform = 0;
    double single = 0;
    double sum = 0;
    double squares = 0;
    for (int draw = 0; draw < draws; draw++) {
      double u = random.nextDouble();
      float f = random.nextFloat();
      assertTrue(u >= 0 && u < 1 && f >= 0 && f < 1);
      uniform += u;
      single += f;
      double g = random.nextGaussian();
      sum += g;
      squares += g * g;
    }
    assertEquals(0.5, uniform / draws, 0.005); // five standard deviations
    assertEquals(0.5, single / draws, 0.005);
    assertEquals(0, sum / draws, 0.016);
    assertEquals(1, squares / draws, 0.023);
  }

  @Test
  @DisplayName("a mixed seed depends on every part, their order and their number")
  void mixDependsOnEveryPart() {
    Set<Long> seeds = new HashSet<>();
    int made = 0;
    for (long seed = 0; seed < 4; seed++) {
      for (long epoch = 0; epoch < 20; epoch++) {
        for (long worker = 0; worker < 20; worker++) {
          seeds.add(RandomStream.mix(seed, epoch, worker));
          made++;
        }
      }
    }
    assertEquals(made, seeds.size());
    assertNotEquals(RandomStream.mix(1, 2), RandomStream.mix(2, 1));
    assertNotEquals(RandomStream.mix(1), RandomStream.mix(1, 0));
    assertNotEquals(RandomStream.mix(0), RandomStream.mix(0, 0));
  }

  @Test
  @DisplayName("shuffling keeps every value, and takes every order equally often")
  void shuffle() {
    RandomStream random = new RandomStream(11);
    int[] many = IntStream.range(0, 1000).toArray();
    random.shuffle(many);
    assertFalse(Arrays.equals(many, IntStream.range(0, 1000).toArray()));
    Arrays.sort(many);
    assertArrayEquals(IntStream.range(0, 1000).toArray(), many);
    int[] orders = new int[27];
    for (int draw = 0; draw < 6_000; draw++) {
      int[] three = {0, 1, 2};
      random.shuffle(three);
      orders[three[0] * 9 + three[1] * 3 + three[2]]++;
    }
    for (int count : Arrays.stream(orders).filter(c -> c > 0).toArray()) {
      assertEquals(1000.0, count, 150.0);
    }
    assertEquals(6, Arrays.stream(orders).filter(c -> c > 0).count());
  }

  @Test
  @DisplayName("mixed seeds are those written here: a later version must not change them")
  void goldenSeeds() {
    assertEquals(306040617762946536L, RandomStream.mix(1, 2, 3));
    assertEquals(-0.1930281142239633, new RandomStream(RandomStream.mix(17)).nextGaussian());
  }
}
