package org.keepgate.analysis;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.keepgate.cell.CellAnatomy;
import org.keepgate.cell.CellAnatomy.Effect;
import org.keepgate.cell.CellAnatomy.GateColumns;
import org.keepgate.evaluation.Inference;
import org.keepgate.network.Network;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Minibatch;

/**
 * What the gates of a network do on given sequences, as Karpathy, Johnson and Fei-Fei (2016) look
 * at them: a gate is left-saturated at a step where it is below 0.1 (closed), right-saturated where
 * it is above 0.9 (open).
 *
 * <pre>
 *   left(u)  = #{t: a_t(u) < 0.1} / #t         a_t(u)  activation of unit u at step t
 *   right(u) = #{t: a_t(u) > 0.9} / #t
 *   memory(u) = −1 / mean_t ln k_t(u)          k  share of the memory that stays: f; 1 − i of
 *                                              coupled gates; z of a GRU
 * </pre>
 *
 * <p>memory(u) is the number of steps after which 1/e of what the unit remembered is left, if
 * nothing is added: the geometric mean, because shares multiply. Only sums are kept, whatever the
 * length of the sequences.
 */
public final class GateStatistics implements Inference.Visitor, Serializable {
  private static final long serialVersionUID = 1L;

  /** Below it a gate is left-saturated. */
  public static final double CLOSED = 0.1;

  /** Above it a gate is right-saturated. */
  public static final double OPEN = 0.9;

  /** Bars of a histogram of activations, from 0 to 1. */
  public static final int BARS = 20;

  private static final double ALWAYS = 0.99; // of the steps
  private static final double LEAST_SHARE = 1e-6; // of a memory that is wiped out
  private static final int FACTORS = 32; // of shares in a product, before its logarithm is taken

  private final List<GateOfLayer> gates = new ArrayList<>();
  private long steps;

  /** One kind of gate of one layer. */
  public static final class GateOfLayer implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int level;
    private final boolean reversed;
    private final String name;
    private final int column;
    private final Effect effect;
    private final long[] left;
    private final long[] right;
    private final double[] sum;
    private final double[] logShares;
    private final double[] products; // of the shares of the last few steps
    private final long[] histogram = new long[BARS];
    private long steps;

    private GateOfLayer(int level, boolean reversed, GateColumns columns) {
      this.level = level;
      this.reversed = reversed;
      this.name = columns.name();
      this.column = columns.column();
      this.effect = columns.effect();
      int units = columns.units();
      left = new long[units];
      right = new long[units];
      sum = new double[units];
      logShares = new double[effect == Effect.NONE ? 0 : units];
      products = new double[logShares.length];
      Arrays.fill(products, 1);
    }

    private void add(Network network, int packedRow, float[] row) {
      network.activations(level, reversed ? 1 : 0, packedRow, 1, column, left.length, row);
      steps++;
      for (int unit = 0; unit < left.length; unit++) {
        float value = row[unit];
        left[unit] += value < CLOSED ? 1 : 0;
        right[unit] += value > OPEN ? 1 : 0;
        sum[unit] += value;
        histogram[Math.min(BARS - 1, (int) (value * BARS))]++;
      }
      for (int unit = 0; unit < products.length; unit++) {
        double share = effect == Effect.KEEPS ? row[unit] : 1 - (double) row[unit];
        products[unit] *= Math.max(LEAST_SHARE, share);
      }
      if (steps % FACTORS == 0) {
        takeLogarithms();
      }
    }

    private void takeLogarithms() {
      for (int unit = 0; unit < products.length; unit++) {
        logShares[unit] += StrictMath.log(products[unit]);
        products[unit] = 1;
      }
    }

    private void add(GateOfLayer other) {
      takeLogarithms();
      other.takeLogarithms();
      steps += other.steps;
      for (int unit = 0; unit < left.length; unit++) {
        left[unit] += other.left[unit];
        right[unit] += other.right[unit];
        sum[unit] += other.sum[unit];
      }
      for (int unit = 0; unit < logShares.length; unit++) {
        logShares[unit] += other.logShares[unit];
      }
      for (int bar = 0; bar < BARS; bar++) {
        histogram[bar] += other.histogram[bar];
      }
    }

    /** From 0, the lowest. */
    public int level() {
      return level;
    }

    /** Whether its layer runs backward in time. */
    public boolean isReversed() {
      return reversed;
    }

    /** In words: "forget gate". */
    public String name() {
      return name;
    }

    /** How many gates these are. */
    public int units() {
      return left.length;
    }

    /** Part of the steps at which a unit's gate is closed. */
    public double left(int unit) {
      return (double) left[unit] / steps;
    }

    /** Part of the steps at which a unit's gate is open. */
    public double right(int unit) {
      return (double) right[unit] / steps;
    }

    /** Mean activation of a unit's gate. */
    public double mean(int unit) {
      return sum[unit] / steps;
    }

    /** Parts of all activations, of all units, in bars from 0 to 1. */
    public double[] histogram() {
      double[] parts = new double[BARS];
      for (int bar = 0; bar < BARS; bar++) {
        parts[bar] = (double) histogram[bar] / (steps * units());
      }
      return parts;
    }

    /** Whether it decides how much of the memory stays. */
    public boolean decidesMemory() {
      return logShares.length > 0;
    }

    /** Steps after which 1/e of a unit's memory is left; infinite where all of it stays. */
    public double memory(int unit) {
      double mean = (logShares[unit] + StrictMath.log(products[unit])) / steps;
      return mean == 0 ? Double.POSITIVE_INFINITY : -1 / mean;
    }

    /** Units whose gate is closed at more than 99 % of the steps. */
    public List<Integer> closedUnits() {
      return units(left);
    }

    /** Units whose gate is open at more than 99 % of the steps. */
    public List<Integer> openUnits() {
      return units(right);
    }

    private List<Integer> units(long[] counts) {
      List<Integer> found = new ArrayList<>();
      for (int unit = 0; unit < counts.length; unit++) {
        if (counts[unit] > ALWAYS * steps) {
          found.add(unit);
        }
      }
      return found;
    }
  }

  /**
   * Nothing counted yet: a visitor of {@link Inference#keepingActivations}.
   *
   * @throws InputException when the network's cell has no gates
   */
  public GateStatistics(NetworkSpec spec) {
    CellAnatomy anatomy = spec.anatomy();
    for (int level = 0; level < spec.stack().numLayers(); level++) {
      for (int direction = 0; direction < spec.stack().directions(); direction++) {
        for (GateColumns gate : anatomy.gates()) {
          gates.add(new GateOfLayer(level, direction > 0, gate));
        }
      }
    }
    if (gates.isEmpty()) {
      throw new InputException(
          "cells of kind "
              + spec.cell().name()
              + " have no gates: there is nothing to count; their error flow by lag is there");
    }
  }

  /** Counts the steps of a minibatch. */
  @Override
  public void ran(Network network, Minibatch batch, int before) {
    float[] row = new float[gates.stream().mapToInt(GateOfLayer::units).max().orElse(0)];
    for (int packedRow = 0; packedRow < batch.totalRows(); packedRow++) {
      for (GateOfLayer gate : gates) {
        gate.add(network, packedRow, row);
      }
    }
    steps += batch.totalRows();
  }

  /** Adds what was counted elsewhere of the same network. */
  public void add(GateStatistics other) {
    for (int i = 0; i < gates.size(); i++) {
      gates.get(i).add(other.gates.get(i));
    }
    steps += other.steps;
  }

  /** All gates, layer by layer from the lowest. */
  public List<GateOfLayer> gates() {
    return List.copyOf(gates);
  }

  /** Time steps that were looked at. */
  public long steps() {
    return steps;
  }
}
