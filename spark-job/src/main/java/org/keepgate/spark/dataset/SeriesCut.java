package org.keepgate.spark.dataset;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.Series;
import org.keepgate.sequence.SlidingWindow;
import org.keepgate.sequence.Standardizer;
import org.keepgate.training.setting.Settings;

/**
 * How a series is cut into windows, and which of them belong to which part; travels to the
 * executors.
 */
final class SeriesCut implements Serializable {
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

  SeriesCut(Settings settings, int featureSize, int targetSize) {
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

  /** Columns that the calendar adds to the features. */
  int calendarSize() {
    return calendar.size();
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

  /** Values of the first target, first and end of the rows of a part: what crosses the network. */
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
              + ((long) window + (future ? 0 : horizon))
              + " for a window of "
              + window
              + (future ? "" : " and its target " + horizon + " ahead")
              + ": give more rows"
              + (future
                  ? ""
                  : known > horizon ? ", or lower window or horizon" : ", or lower horizon"));
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
        orders == null ? NumberText.place(targetRow + 1) : OrderKey.at(orders, targetRow).text();
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
