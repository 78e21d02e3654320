package org.keepgate.analysis.unit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Features of the sampled steps: numbers, and for each the question that a unit may answer, "is it
 * above the median?" (of a binary one: "is it 1?").
 *
 * <p>Features that are the same at nearly every sample are left out: nobody can say whether a unit
 * tells them.
 */
public final class FeatureTable {
  /** Samples of either answer that a feature must have, among those that fit and that judge. */
  private static final int LEAST_OF_EITHER = 20;

  private final SampledSteps samples;
  private final List<String> names = new ArrayList<>();
  private final List<float[]> columns = new ArrayList<>(); // [feature][sample]
  private final List<Float> thresholds = new ArrayList<>();

  /** Without features yet. */
  public FeatureTable(SampledSteps samples) {
    this.samples = samples;
  }

  /**
   * Adds a feature, unless it hardly ever changes.
   *
   * @param name as a reader sees it, such as "inside quotes"
   * @param values of every sample
   */
  public void add(String name, float[] values) {
    if (values.length != samples.count()) {
      throw new IllegalArgumentException(
          "'" + name + "' has " + values.length + " values for " + samples.count() + " samples");
    }
    float threshold = threshold(values);
    int[] answers = new int[4];
    for (int k = 0; k < values.length; k++) {
      answers[(values[k] > threshold ? 1 : 0) + (samples.judges(k) ? 2 : 0)]++;
    }
    if (Arrays.stream(answers).min().orElse(0) >= LEAST_OF_EITHER) {
      names.add(name);
      columns.add(values);
      thresholds.add(threshold);
    }
  }

  /** The median, or the least value where that is nearly all of them; of 0 and 1 always 0. */
  private static float threshold(float[] values) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    if (sorted.length == 0) {
      return 0;
    }
    float median = sorted[(sorted.length - 1) / 2];
    return median < sorted[sorted.length - 1] ? median : sorted[0];
  }

  /** Which steps the features are of. */
  public SampledSteps samples() {
    return samples;
  }

  /** Number of features. */
  public int size() {
    return names.size();
  }

  /** Name of a feature. */
  public String name(int feature) {
    return names.get(feature);
  }

  /** Value of a feature at a sample. */
  public float value(int feature, int sample) {
    return columns.get(feature)[sample];
  }

  /** Whether a feature is above its threshold at a sample. */
  public boolean isAbove(int feature, int sample) {
    return columns.get(feature)[sample] > thresholds.get(feature);
  }

  /** What {@link #isAbove} compares with. */
  public float threshold(int feature) {
    return thresholds.get(feature);
  }
}
