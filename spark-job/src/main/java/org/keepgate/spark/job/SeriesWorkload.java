package org.keepgate.spark.job;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.keepgate.analysis.Floor;
import org.keepgate.analysis.FloorComparison;
import org.keepgate.analysis.SeriesFloors;
import org.keepgate.analysis.SeriesFloors.Stretch;
import org.keepgate.evaluation.Evaluation;
import org.keepgate.spark.dataset.Encoding;
import org.keepgate.spark.dataset.InputSettings;
import org.keepgate.spark.dataset.Part;
import org.keepgate.spark.dataset.SequenceSource;
import org.keepgate.spark.dataset.SeriesSource;
import org.keepgate.spark.trainer.Portion;
import org.keepgate.spark.trainer.TrainingData;
import org.keepgate.training.setting.Settings;

/**
 * Forecasts: root mean squared error, against the last value, the season and an autoregression.
 *
 * @param squares whether the loss is that of the mean squared error
 */
record SeriesWorkload(boolean squares) implements ValueWorkload {
  private static final int WEEK = 7;
  private static final int YEAR = 12;
  private static final long MOST_ROWS = 10_000_000; // 80 MB, brought to the driver

  @Override
  public SequenceSource open(
      SparkSession spark, String input, Settings settings, boolean labelled) {
    return new SeriesSource(spark, input, settings, !labelled);
  }

  @Override
  public String targets() {
    return "windows";
  }

  @Override
  public List<String> outputNames(Encoding encoding, Settings settings) {
    List<String> names = settings.find(InputSettings.TARGET);
    return names == null ? List.of() : names;
  }

  @Override
  public double figure(Evaluation evaluation) {
    return evaluation.rmse(0); // the floors are of the first target
  }

  @Override
  public List<Floor> floors(TrainingData data, Settings settings, Console console) {
    Portion heldOut = data.heldOut();
    if (heldOut == null) {
      return List.of();
    }
    if (settings.get(InputSettings.STRIDE) != 1) {
      console.note("no floors: with a stride the floors would be of other targets");
      return List.of();
    }
    Portion known = data.trainingPortion();
    long rows = rows(known);
    rows += heldOut.source() == known.source() ? rows : rows(heldOut);
    if (rows > MOST_ROWS) {
      console.note(
          "no floors: "
              + Figures.count(rows)
              + " rows of series are too many to be brought together on the driver");
      return List.of();
    }
    SeriesFloors floors =
        new SeriesFloors(stretches(known), stretches(heldOut), settings.get(InputSettings.HORIZON));
    List<Floor> all = new ArrayList<>();
    all.add(floors.persistence());
    int period = period(settings);
    if (period > 0) {
      all.add(floors.seasonal(period));
    }
    all.add(floors.autoregression(settings.get(InputSettings.WINDOW)));
    return all;
  }

  @Override
  public @Nullable Floor guess(Encoding encoding, @Nullable FloorComparison floors) {
    return null; // even the last value is not easy to beat
  }

  /** The season that the calendar speaks of: a week of days, or a year of months. */
  private static int period(Settings settings) {
    List<String> calendar = settings.find(InputSettings.CALENDAR);
    if (calendar == null) {
      return 0;
    }
    return calendar.contains("weekday") ? WEEK : calendar.contains("month") ? YEAR : 0;
  }

  private static long rows(Portion portion) {
    return ((SeriesSource) portion.source()).size().rows();
  }

  private static List<Stretch> stretches(Portion portion) {
    Part part = portion.part();
    return ((SeriesSource) portion.source())
        .spans(part).stream()
            .map(span -> new Stretch(span.values(), span.first(), span.end()))
            .toList();
  }

  @Override
  public PredictionTable predictionTable(LoadedModel model, Settings settings) {
    Encoding encoding = model.encoding();
    return PredictionTable.ofSeries(encoding, outputNames(encoding, settings));
  }
}
