package org.keepgate.sequence;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a series into windows with the targets of a forecast.
 *
 * <pre>
 *   window k     rows k·stride … k·stride + length − 1 are its steps
 *   target       of a step at row r: the target row r + horizon (1: the next row, 0: its own)
 *   steps        of several: the target rows r + horizon … r + horizon + steps − 1, side by side
 *   known ahead  columns whose future is no secret (calendar, plans): a step at row r reads them at
 *                row r + horizon, where its target is
 * </pre>
 *
 * <p>Every window has all its targets inside the series; rows after the last whole stride are left.
 */
public final class SlidingWindow {
  private final int length;
  private final int horizon;
  private final int stride;
  private final int steps;
  private final boolean[] knownAhead;

  /**
   * Windows with targets of one row.
   *
   * @param length steps of a window (≥ 1)
   * @param horizon rows from a step to its target (≥ 0)
   * @param stride rows from one window's start to the next (≥ 1)
   * @param knownAhead for each feature whether it is known ahead; none given: no feature is
   */
  public SlidingWindow(int length, int horizon, int stride, boolean... knownAhead) {
    this(length, horizon, stride, 1, knownAhead);
  }

  private SlidingWindow(int length, int horizon, int stride, int steps, boolean... knownAhead) {
    EpochSeed.requirePositive("length of a window", length);
    EpochSeed.requirePositive("stride", stride);
    EpochSeed.requirePositive("steps", steps);
    if (horizon < 0) {
      throw new IllegalArgumentException("horizon must not be negative, got " + horizon);
    }
    this.length = length;
    this.horizon = horizon;
    this.stride = stride;
    this.steps = steps;
    this.knownAhead = knownAhead.clone();
  }

  /**
   * The same windows with targets of several rows.
   *
   * @param newSteps rows that are forecast together (≥ 1), the first of them the horizon ahead
   */
  public SlidingWindow withSteps(int newSteps) {
    return new SlidingWindow(length, horizon, stride, newSteps, knownAhead);
  }

  /** Number of windows of a series of {@code rows} rows. */
  public int count(int rows) {
    long last = (long) rows - length - horizon - steps + 1; // the last row where a window can start
    return last < 0 ? 0 : (int) (last / stride) + 1;
  }

  /** Row of the series that the last target of window {@code k} stands in. */
  public int targetRow(int k) {
    return k * stride + length - 1 + horizon + steps - 1;
  }

  /**
   * All windows of a series, in order, as sequences with their targets.
   *
   * @param readout whether every step has a target, or only the last
   * @throws InputException when the series is too short for a single window
   */
  public List<Sequence> cut(Series series, Readout readout) {
    if (knownAhead.length != 0 && knownAhead.length != series.featureSize()) {
      throw new IllegalArgumentException(
          knownAhead.length
              + " features are marked as known ahead or not, the series has "
              + series.featureSize());
    }
    int count = count(series.rows());
    if (count == 0) {
      throw new InputException(
          "series '"
              + series.key()
              + "' has "
              + series.rows()
              + " rows; a window of "
              + length
              + " with its target "
              + horizon
              + " ahead needs "
              + ((long) length + horizon + steps - 1)
              + ": give more rows or a shorter window");
    }
    List<Sequence> windows = new ArrayList<>(count);
    for (int k = 0; k < count; k++) {
      windows.add(window(series, k * stride, readout));
    }
    return windows;
  }

  private Sequence window(Series series, int start, Readout readout) {
    int size = series.featureSize();
    float[] features = new float[length * size];
    System.arraycopy(series.features(), start * size, features, 0, features.length);
    for (int column = 0; column < knownAhead.length; column++) {
      if (knownAhead[column]) {
        for (int t = 0; t < length; t++) {
          features[t * size + column] = series.features()[(start + horizon + t) * size + column];
        }
      }
    }
    int targets = series.targetSize();
    int readouts = readout == Readout.EVERY_STEP ? length : 1;
    float[] values = new float[readouts * steps * targets];
    int firstTarget = start + horizon + length - readouts;
    for (int t = 0; t < readouts; t++) {
      int from = (firstTarget + t) * targets;
      System.arraycopy(series.targets(), from, values, t * steps * targets, steps * targets);
    }
    return Sequence.ofFeatures(series.key() + ", row " + start, features, size).withValues(values);
  }
}
