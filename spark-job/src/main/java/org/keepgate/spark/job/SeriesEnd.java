package org.keepgate.spark.job;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.InputException;
import org.keepgate.spark.dataset.InputSettings;
import org.keepgate.spark.dataset.SeriesSource;
import org.keepgate.training.setting.Settings;

/** What a density model goes on with: the last values of a series. */
final class SeriesEnd {

  private SeriesEnd() {}

  /**
   * As many values as the model looks back on, in units of the data.
   *
   * @param location of the model, for messages
   * @param input table with one series
   * @throws InputException when the model needs more than the values before to predict the next, or
   *     the input is not one series of that length
   */
  static float[] of(LoadedModel loaded, String location, String input, SparkSession spark) {
    requireContinuing(loaded, location);
    SeriesSource source = new SeriesSource(spark, input, loaded.settings(), true);
    long series = source.size().series();
    if (series != 1) {
      throw new InputException(
          "input " + input + ": expected one series to go on with; found " + series);
    }
    double[] values = source.spans(null).get(0).values();
    int window = loaded.settings().get(InputSettings.WINDOW);
    if (values.length < window) {
      throw new InputException(
          "input "
              + input
              + ": expected at least "
              + window
              + " rows, as many as the model looks back on; found "
              + values.length);
    }
    float[] last = new float[window];
    for (int k = 0; k < window; k++) {
      last[k] = (float) values[values.length - window + k];
    }
    return last;
  }

  private static void requireContinuing(LoadedModel loaded, String location) {
    Settings settings = loaded.settings();
    List<String> target = settings.get(InputSettings.TARGET);
    NetworkSpec spec = loaded.model().spec();
    if (!settings.get(InputSettings.FEATURES).equals(target) || spec.format().inputSize() != 1) {
      throw new InputException(
          location
              + " reads more than the column "
              + String.join(", ", target)
              + " that it predicts; expected a model that reads that column alone, to go on with"
              + " it");
    }
    if (settings.get(InputSettings.HORIZON) != 1) {
      throw new InputException(
          location
              + " predicts "
              + settings.get(InputSettings.HORIZON)
              + " rows ahead; expected a model with horizon=1, to go on row by row");
    }
    if (spec.needsWholeSequences()) {
      throw new InputException(
          location + " has bidirectional layers; expected a model that reads forward, to go on");
    }
  }
}
