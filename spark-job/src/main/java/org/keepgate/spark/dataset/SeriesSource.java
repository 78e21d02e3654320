package org.keepgate.spark.dataset;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.Series;
import org.keepgate.sequence.SlidingWindow;
import org.keepgate.sequence.Standardizer;
import org.keepgate.training.setting.Settings;

/**
 * One or many series of a table, cut into windows, to forecast what follows each window. Of each
 * series the end is held out.
 *
 * <pre>
 *   features of a step   the feature columns of its row, then the calendar of the row of its target
 *   target of a window   the target columns of the row {@code horizon} after its last
 * </pre>
 */
public final class SeriesSource implements SequenceSource {
  private final TableSource table;
  private final SequenceSchema schema;
  private final Cut cut;
  private final boolean ahead;

  /**
   * Opens the table.
   *
   * @param ahead whether windows are wanted whose target is not known yet: to predict
   */
  public SeriesSource(SparkSession spark, String input, Settings settings, boolean ahead) {
    this.table = new TableSource(spark, input, settings, !ahead);
    this.schema = table.schema();
    this.ahead = ahead;
    if (schema.symbols()) {
      throw new InputException(
          "features: expected columns of numbers to forecast from; column "
              + schema.columns().name(schema.features()[0])
              + " holds text");
    }
    this.cut = new Cut(settings, table.featureSize(), schema.targets().length);
    if (cut.calendar.size() > 0 && schema.order() == SequenceSchema.NONE) {
      throw new InputException(
          "calendar: expected a column of dates; name it by --order-by, or leave calendar out");
    }
  }

  @Override
  public Encoding fit() {
    Cut how = cut;
    Survey survey =
        table.survey(
            table.sequences(table.featureSize()),
            schema.targets().length,
            series -> how.trainingRows(series.steps()));
    Standardizer values = survey.inputs().standardizer();
    int size = values.columns() + cut.calendar.size();
    double[] means = new double[size];
    double[] scales = new double[size];
    Arrays.fill(scales, 1);
    for (int column = 0; column < values.columns(); column++) {
      means[column] = values.mean(column);
      scales[column] = values.scale(column);
    }
    return new Encoding(
        SequenceFormat.forecaster(size, schema.targets().length, Readout.LAST_STEP),
        null,
        null,
        Standardizer.of(means, scales),
        survey.targets().standardizer());
  }

  @Override
  public JavaRDD<Sequence> sequences(Encoding encoding, Part part) {
    return windows(encoding, part);
  }

  @Override
  public JavaRDD<Sequence> sequences(Encoding encoding) {
    return windows(encoding, null);
  }

  private JavaRDD<Sequence> windows(Encoding encoding, @Nullable Part part) {
    Cut how = cut;
    boolean future = ahead;
    int expected = encoding.format().inputSize();
    int found = table.featureSize() + cut.calendar.size();
    if (found != expected) {
      throw new InputException(
          "the input has " + found + " features, the network expects " + expected);
    }
    return table
        .sequences(table.featureSize())
        .flatMap(series -> how.windows(series, encoding, part, future));
  }

  /**
   * The first target of a series and the rows of it that one part forecasts; what comes before them
   * is known.
   *
   * @param first first target row
   * @param end the row after the last one
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  public record Span(double[] values, int first, int end) {}

  /**
   * All series, brought to the driver, with the rows that a part forecasts.
   *
   * @param part null = all parts
   */
  public List<Span> spans(@Nullable Part part) {
    Cut how = cut;
    JavaRDD<RawSequence> all = table.sequences(table.featureSize());
    List<Object[]> found =
        TaskFailure.unwrapped(() -> all.map(series -> how.span(series, part)).collect());
    List<Span> spans = new ArrayList<>();
    for (Object[] each : found) {
      spans.add(new Span((double[]) each[0], (Integer) each[1], (Integer) each[2]));
    }
    return spans;
  }

  @Override
  public String description() {
    return table.description(
        "forecast of "
            + String.join(", ", schema.names(schema.targets()))
            + (cut.calendar.size() > 0 ? "; " + cut.calendar.size() + " calendar inputs" : ""));
  }

  @Override
  public Map<String, Object> settings() {
    return table.resolved();
  }

  /** How a series is cut; travels to the executors. */
  private static final class Cut implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int window;
    private final int horizon;
    private final int stride;
    private final int featureSize;
    private final int targetSize;
    private final Calendar calendar;
    private final HeldOut heldOut;
    private final int validationSteps; // 0: by fraction
    private final int testSteps;

    Cut(Settings settings, int featureSize, int targetSize) {
      this.window = settings.get(InputSettings.WINDOW);
      this.horizon = settings.get(InputSettings.HORIZON);
      this.stride = settings.get(InputSettings.STRIDE);
      this.featureSize = featureSize;
      this.targetSize = targetSize;
      List<String> parts = settings.find(InputSettings.CALENDAR);
      this.calendar = new Calendar(parts == null ? List.of() : parts);
      this.heldOut = HeldOut.of(settings);
      this.validationSteps = orZero(settings.find(InputSettings.VALIDATION_STEPS));
      this.testSteps = orZero(settings.find(InputSettings.TEST_STEPS));
    }

    private static int orZero(@Nullable Integer value) {
      return value == null ? 0 : value;
    }

    private int testRows(int rows) {
      return testSteps > 0
          ? Math.min(rows, testSteps)
          : HeldOut.count(heldOut.testFraction(), rows, rows);
    }

    private int validationRows(int rows) {
      int left = rows - testRows(rows);
      return validationSteps > 0
          ? Math.min(left, validationSteps)
          : HeldOut.count(heldOut.validationFraction(), rows, left);
    }

    /** Rows before the part that is held out. */
    int trainingRows(int rows) {
      return rows - testRows(rows) - validationRows(rows);
    }

    /**
     * Values of the first target, first and end of the rows of a part: what crosses the network.
     */
    Object[] span(RawSequence series, @Nullable Part part) {
      int rows = series.steps();
      float[] targets = series.targets();
      double[] values = new double[rows];
      for (int row = 0; targets != null && row < rows; row++) {
        values[row] = targets[row * targetSize];
      }
      int first = 0;
      int end = rows;
      if (part != null) {
        int trained = trainingRows(rows);
        int validated = rows - testRows(rows);
        first = part == Part.TRAINING ? 0 : part == Part.VALIDATION ? trained : validated;
        end = part == Part.TRAINING ? trained : part == Part.VALIDATION ? validated : rows;
      }
      first = Math.min(end, Math.max(first, window - 1 + horizon));
      return new Object[] {values, first, end};
    }

    private Part partOfTarget(int row, int rows) {
      if (row >= rows - testRows(rows)) {
        return Part.TEST;
      }
      return row >= trainingRows(rows) ? Part.VALIDATION : Part.TRAINING;
    }

    /** The windows of a series, or those whose target is in one part. */
    Iterator<Sequence> windows(
        RawSequence raw, Encoding encoding, @Nullable Part part, boolean future) {
      int known = raw.steps();
      int rows = known + (future ? horizon : 0);
      Series series = series(raw, rows, encoding);
      boolean[] knownAhead = new boolean[series.featureSize()];
      Arrays.fill(knownAhead, featureSize, knownAhead.length, true);
      SlidingWindow sliding = new SlidingWindow(window, horizon, 1, knownAhead);
      if (sliding.count(rows) == 0) {
        throw new InputException(
            raw.place().get()
                + " has "
                + known
                + " rows; expected at least "
                + (window + (future ? 0 : horizon))
                + " for a window of "
                + window
                + (future ? "" : " and its target " + horizon + " ahead")
                + ": give more rows, or set a shorter window");
      }
      List<Integer> starts = new ArrayList<>();
      for (int start = 0; start < sliding.count(rows); start += stride) {
        if (part == null || partOfTarget(sliding.targetRow(start), known) == part) {
          starts.add(start);
        }
      }
      return starts.stream() // one window after another: never do all of them stand in memory
          .map(start -> one(series, start, sliding, key(raw, sliding.targetRow(start))))
          .iterator();
    }

    private Sequence one(Series series, int start, SlidingWindow sliding, String key) {
      int size = series.featureSize();
      int rows = window + horizon;
      Series piece =
          new Series(
              key,
              Arrays.copyOfRange(series.features(), start * size, (start + rows) * size),
              size,
              Arrays.copyOfRange(series.targets(), start * targetSize, (start + rows) * targetSize),
              targetSize);
      Sequence cut = sliding.cut(piece, Readout.LAST_STEP).get(0);
      float[] features = cut.features();
      float[] values = cut.values();
      if (features == null || values == null) {
        throw new IllegalStateException("a window has features and values");
      }
      return Sequence.ofFeatures(key, features, size).withValues(values);
    }

    private static String key(RawSequence raw, int targetRow) {
      OrderKey[] orders = raw.orders();
      String when =
          orders == null
              ? String.format("%012d", targetRow + 1)
              : OrderKey.at(orders, targetRow).text();
      return raw.key() + "@" + when;
    }

    /** The series in the units of the network; rows after the known ones have a calendar only. */
    private Series series(RawSequence raw, int rows, Encoding encoding) {
      int size = featureSize + calendar.size();
      float[] own = raw.requiredFeatures();
      float[] features = new float[Math.multiplyExact(rows, size)];
      for (int row = 0; row < rows; row++) {
        if (row < raw.steps()) {
          System.arraycopy(own, row * featureSize, features, row * size, featureSize);
        }
        if (calendar.size() > 0) {
          calendar.write(date(raw, row), features, row * size + featureSize);
        }
      }
      float[] targets = new float[rows * targetSize];
      Arrays.fill(targets, Float.NaN);
      float[] known = raw.targets();
      if (known != null) {
        System.arraycopy(known, 0, targets, 0, known.length);
      }
      standardize(encoding.inputs(), features);
      standardize(encoding.targets(), targets);
      return new Series(raw.key(), features, size, targets, targetSize);
    }

    private static void standardize(@Nullable Standardizer standardizer, float[] rows) {
      if (standardizer != null) {
        standardizer.apply(rows);
      }
    }

    private static LocalDate date(RawSequence raw, int row) {
      OrderKey[] orders = raw.orders();
      LocalDateTime time = orders == null ? null : OrderKey.at(orders, row).time();
      if (time == null) {
        throw new InputException(
            raw.place().get()
                + ": expected dates in the column of orderBy, for the calendar; found '"
                + (orders == null ? "" : orders[0])
                + "'");
      }
      return time.toLocalDate();
    }
  }
}
