package org.keepgate.averaging;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keepgate.parameter.ParameterView;

/**
 * How far workers have moved apart, by parameter view; needs no more than a few sums, whatever
 * their number.
 *
 * <pre>
 *   drift = √(Σ w_k ‖x_k − x̄‖² / Σ w_k) / ‖x̄ − x₀‖     x_k  parameters of worker k
 *         = √(Σ w_k ‖d_k‖² / Σ w_k − ‖d̄‖²) / ‖d̄‖       x₀   where all started, d_k = x_k − x₀
 * </pre>
 *
 * <p>0: all agree; 1: they are as far from their mean as it has moved. Of gradients, x₀ = 0.
 */
public final class WorkerDrift {
  private final float[] start;
  private final List<ParameterView> views;
  private final double[] squares; // Σ w ‖d‖², one a view
  private double weightSum;
  private int workers;

  /**
   * Opens a round.
   *
   * @param start not written to; empty = 0
   */
  public WorkerDrift(float[] start, List<ParameterView> views) {
    this.start = start;
    this.views = List.copyOf(views);
    this.squares = new double[views.size()];
  }

  /** ‖x_k − x₀‖² of each view: all that is needed of a worker, wherever it is computed. */
  public double[] squaredDistances(float[] values) {
    double[] distances = new double[squares.length];
    for (int view = 0; view < distances.length; view++) {
      distances[view] = squaredDistance(values, views.get(view));
    }
    return distances;
  }

  /**
   * Adds a worker; weight 0 adds nothing.
   *
   * @param distances its {@link #squaredDistances}
   */
  public void add(double weight, double[] distances) {
    if (weight == 0) {
      return;
    }
    workers++;
    weightSum += weight;
    for (int view = 0; view < squares.length; view++) {
      squares[view] += weight * distances[view];
    }
  }

  /** How far all that were added are from their mean. */
  public Measured from(float[] mean) {
    double[] distances = squaredDistances(mean);
    Map<String, Double> byView = new LinkedHashMap<>();
    double spread = 0;
    double moved = 0;
    for (int view = 0; view < squares.length; view++) {
      double own = distances[view];
      double apart = squares[view] / weightSum - own;
      moved += own;
      spread += apart;
      byView.put(views.get(view).name(), drift(apart, own));
    }
    return new Measured(drift(spread, moved), Math.sqrt(moved), byView);
  }

  /**
   * The drift of a round.
   *
   * @param overall of all views together
   * @param displacement how far the mean has moved
   * @param byView of each view, by its name, in the order of the layout
   */
  public record Measured(double overall, double displacement, Map<String, Double> byView) {}

  private double drift(double spread, double moved) {
    if (workers < 2 || !(spread > 0)) { // rounding may lead a little below 0
      return 0;
    }
    return Math.sqrt(spread / moved);
  }

  private double squaredDistance(float[] values, ParameterView view) {
    int end = view.offset() + view.size();
    double sum = 0;
    for (int i = view.offset(); i < end; i++) {
      double difference = start.length == 0 ? values[i] : (double) values[i] - start[i];
      sum += difference * difference;
    }
    return sum;
  }
}
