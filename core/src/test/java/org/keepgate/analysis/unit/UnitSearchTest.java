package org.keepgate.analysis.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.math.RandomStream;

@DisplayName("A search of units that tell a feature")
class UnitSearchTest {
  private static final int SAMPLES = 4000;
  private static final int UNITS = 40;
  private static final SampledSteps STEPS = new SampledSteps(new int[] {SAMPLES}, 0, SAMPLES);
  private static final int INSIDE = 0;
  private static final int POSITION = 1;

  @Test
  @DisplayName("finds the unit that follows it exactly, and judges it right on other samples")
  void findsTheUnit() {
    UnitSearch search = search(7, 23, 1);
    UnitScore inside = search.best(INSIDE, 3).get(0);
    assertEquals(7, inside.unit());
    assertEquals(1, inside.heldOut());
    assertEquals(1, inside.accuracy());
    assertEquals(1, inside.correlation(), 1e-9);
    UnitScore position = search.best(POSITION, 3).get(0);
    assertEquals(23, position.unit());
    assertEquals(-1, position.correlation(), 1e-6); // it falls where the feature rises
    assertTrue(position.heldOut() > 0.99, "AUC " + position.heldOut()); // bins have a width
    assertEquals(INSIDE, search.of(7).get(0).feature());
    assertEquals(POSITION, search.of(23).get(0).feature());
  }

  @Test
  @DisplayName("gives a unit of chance the score of chance on the samples that judge")
  void chanceIsChance() {
    UnitSearch search = search(7, 23, 2);
    double sum = 0;
    for (int unit = 0; unit < UNITS; unit++) {
      if (unit != 7 && unit != 23) {
        UnitScore score = search.score(unit, INSIDE);
        sum += score.heldOut();
        assertEquals(0.5, score.heldOut(), 0.06); // 4 standard errors, 1/√(12·1000·1000/2000)
        assertEquals(0.5, score.accuracy(), 0.06);
        assertEquals(0, score.correlation(), 0.07);
      }
    }
    assertEquals(0.5, sum / (UNITS - 2), 0.01, "no luck of the choice is left");
    UnitScore luckiest = search.best(INSIDE, 3).get(1);
    assertTrue(luckiest.fitted() > luckiest.heldOut(), "the best of many is so by luck");
  }

  @Test
  @DisplayName("joins what threads have seen to what one has")
  void joins() {
    FeatureTable features = features();
    UnitSearch whole = new UnitSearch(features, UNITS);
    UnitSearch one = new UnitSearch(features, UNITS);
    UnitSearch other = new UnitSearch(features, UNITS);
    for (int k = 0; k < SAMPLES; k++) {
      float[] activity = activity(features, k, 7, 23, 3);
      whole.add(k, activity);
      (k % 3 == 0 ? one : other).add(k, activity);
    }
    one.add(other);
    assertEquals(whole.seen(), one.seen());
    for (int unit = 0; unit < UNITS; unit++) {
      UnitScore expected = whole.score(unit, POSITION);
      UnitScore joined = one.score(unit, POSITION);
      assertEquals(expected.heldOut(), joined.heldOut());
      assertEquals(expected.accuracy(), joined.accuracy());
      assertEquals(expected.correlation(), joined.correlation(), 1e-12);
    }
  }

  @Test
  @DisplayName("leaves out a feature that never changes")
  void leavesOutConstants() {
    FeatureTable table = new FeatureTable(STEPS);
    table.add("always", new float[SAMPLES]);
    assertEquals(0, table.size());
  }

  @Test
  @DisplayName("samples steps evenly, none of a sequence's first, and judges on whole blocks")
  void samplesEvenly() {
    SampledSteps steps = new SampledSteps(new int[] {1000, 10, 3000}, 20, 500);
    assertEquals(-1, steps.sample(0, 19));
    assertEquals(0, steps.sample(0, 20));
    assertEquals(-1, steps.sample(0, 21));
    assertEquals(-1, steps.sample(1, 9), "shorter than what is skipped");
    assertTrue(steps.count() <= 500 + 2, steps.count() + " samples");
    int changes = 0;
    int judging = 0;
    for (int k = 0; k < steps.count(); k++) {
      judging += steps.judges(k) ? 1 : 0;
      changes += k > 0 && steps.judges(k) != steps.judges(k - 1) ? 1 : 0;
    }
    assertEquals(0.5, judging / (double) steps.count(), 0.05);
    assertTrue(changes <= 64, changes + " changes");
  }

  @Test
  @DisplayName("thinks of equal activities as half a win")
  void ties() {
    ProbeCounts counts = new ProbeCounts(new int[] {2, 2}, new int[] {0, 4});
    assertEquals((2 * 4 + 0.5 * 2 * 4) / 16.0, counts.auc());
    assertEquals(1, counts.bestThreshold(true));
    assertEquals(0.5 * (0.5 + 1), counts.balancedAccuracy(1, true));
  }

  private static UnitSearch search(int insideUnit, int positionUnit, long seed) {
    FeatureTable features = features();
    UnitSearch search = new UnitSearch(features, UNITS);
    for (int k = 0; k < SAMPLES; k++) {
      search.add(k, activity(features, k, insideUnit, positionUnit, seed));
    }
    return search;
  }

  private static FeatureTable features() {
    float[] inside = new float[SAMPLES];
    float[] position = new float[SAMPLES];
    for (int k = 0; k < SAMPLES; k++) {
      inside[k] = k % 30 < 12 ? 1 : 0;
      position[k] = k % 50;
    }
    FeatureTable table = new FeatureTable(STEPS);
    table.add("inside", inside);
    table.add("position", position);
    assertEquals(List.of("inside", "position"), List.of(table.name(0), table.name(1)));
    return table;
  }

  private static float[] activity(
      FeatureTable features, int sample, int insideUnit, int positionUnit, long seed) {
    RandomStream random = new RandomStream(RandomStream.mix(seed, sample));
    float[] activity = new float[UNITS];
    for (int unit = 0; unit < UNITS; unit++) {
      activity[unit] = 2 * (float) random.nextDouble() - 1;
    }
    activity[insideUnit] = features.value(INSIDE, sample) > 0 ? 0.6f : -0.3f;
    activity[positionUnit] = 0.9f - 0.03f * features.value(POSITION, sample);
    return activity;
  }
}
