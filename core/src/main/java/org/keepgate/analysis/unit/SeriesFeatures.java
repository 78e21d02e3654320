package org.keepgate.analysis.unit;

import java.util.Arrays;
import java.util.List;
import org.keepgate.sequence.Sequence;

/**
 * Features of places in series: of each input value its level, its change, and the time since it
 * was last high; and the number of steps read.
 */
public final class SeriesFeatures {
  private static final int MOST_INPUTS = 8;
  private static final double HIGH = 0.9; // of all values are below

  private SeriesFeatures() {}

  /**
   * Reads series.
   *
   * @param inputs names of the input values; of more than {@value #MOST_INPUTS} only the first
   */
  public static FeatureTable of(
      List<Sequence> sequences, List<String> inputs, SampledSteps samples) {
    FeatureTable table = new FeatureTable(samples);
    table.add("steps read", values(sequences, samples, (features, step) -> step + 1));
    for (int input = 0; input < Math.min(MOST_INPUTS, inputs.size()); input++) {
      int column = input;
      int width = inputs.size();
      Feature level = (features, step) -> features[step * width + column];
      float[] levels = values(sequences, samples, level);
      table.add(inputs.get(input) + ": level", levels);
      table.add(
          inputs.get(input) + ": change",
          values(
              sequences,
              samples,
              (features, step) ->
                  step == 0 ? 0 : level.at(features, step) - level.at(features, step - 1)));
      float high = quantile(levels);
      table.add(
          inputs.get(input) + ": steps since it was high",
          values(
              sequences,
              samples,
              (features, step) -> {
                int since = 0;
                while (since < step && !(level.at(features, step - since) >= high)) {
                  since++;
                }
                return since;
              }));
    }
    return table;
  }

  private interface Feature {
    float at(float[] features, int step);
  }

  private static float[] values(List<Sequence> sequences, SampledSteps samples, Feature feature) {
    float[] values = new float[samples.count()];
    for (int i = 0; i < sequences.size(); i++) {
      float[] features = sequences.get(i).features();
      for (int step = 0; features != null && step < sequences.get(i).length(); step++) {
        int sample = samples.sample(i, step);
        if (sample >= 0) {
          values[sample] = feature.at(features, step);
        }
      }
    }
    return values;
  }

  private static float quantile(float[] values) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : sorted[(int) (HIGH * (sorted.length - 1))];
  }
}
