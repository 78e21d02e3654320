package org.keepgate.analysis;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.keepgate.evaluation.Inference;
import org.keepgate.network.Network;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.TargetKind;

/**
 * How much of the error of one time step reaches the states before it, by time lag: what decides
 * whether a network can learn that something long ago matters (Hochreiter, 1991; Bengio, Simard and
 * Frasconi, 1994).
 *
 * <pre>
 *   e_h(q) = ‖∂L_T/∂h_{T−q}‖      L_T  loss of the target at step T alone
 *   e_c(q) = ‖∂L_T/∂c_{T−q}‖      h, c the state that step T−q hands on to the next
 *                                 q    lag, in steps, from 1
 *
 *   plain RNN: δ_{T−q} = diag(f') Rᵀ δ_{T−q+1}, so that
 *     e_h(q+1) ≤ γ λ e_h(q)       γ    largest slope of the activation: 1 of tanh, ¼ of σ
 *                                 λ    largest singular value of R   (Pascanu et al., 2013)
 *   memory cells of 1997: c = c' + i∘g and nothing else flows back, so that e_c is constant
 * </pre>
 *
 * <p>Norms are means over all T that have {@code maxLag} steps before them: of each sequence the
 * last target, of a long one that of each of its segments, from the state that it really has there.
 * A sequence of labels has one loss for all steps: of it L_T is what goes through the output at its
 * last step.
 */
public final class GradientFlow implements Inference.Visitor, Serializable {
  private static final long serialVersionUID = 1L;

  private static final int USUAL_SEGMENT = 128;
  private static final double LOST = 0.01;
  private static final double EXPLODED = 100;

  private final int maxLag;
  private final int stride;
  private final int parameters;
  private final List<Layer> layers = new ArrayList<>();
  private final boolean hasMemory;
  private final boolean isTargetAtEveryStep;
  private long targets;
  private long seen; // minibatches
  private int longest; // most steps that a target had before it
  private boolean[] isTarget = new boolean[0]; // of the minibatch, by packed row
  private int[] targetTimes = new int[0]; // by row; −1 = none

  /** What happens to the error on its way. */
  public enum Verdict {
    /** It falls under 1 % of what it is at lag 1. */
    VANISHES,
    /** It grows to more than 100 times. */
    EXPLODES,
    /** Neither, as far as was looked. */
    STAYS
  }

  /** Norms of one layer by lag. */
  public static final class Layer implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int level;
    private final double[] output; // sums
    private final double[] memory;
    private long targets;

    private Layer(int level, int maxLag, boolean hasMemory) {
      this.level = level;
      this.output = new double[maxLag];
      this.memory = new double[hasMemory ? maxLag : 0];
    }

    /** From 0, the lowest. */
    public int level() {
      return level;
    }

    private void add(Layer other) {
      targets += other.targets;
      for (int i = 0; i < output.length; i++) {
        output[i] += other.output[i];
      }
      for (int i = 0; i < memory.length; i++) {
        memory[i] += other.memory[i];
      }
    }

    /** e_h at lag 1, 2, …. */
    public double[] output() {
      return Arrays.stream(output).map(sum -> sum / targets).toArray();
    }

    /** e_c at lag 1, 2, …; empty where the cell remembers by h alone. */
    public double[] memory() {
      return Arrays.stream(memory).map(sum -> sum / targets).toArray();
    }

    /** √(e_h² + e_c²) at a lag, relative to lag 1; 0 where nothing arrives at all. */
    public double relative(int lag) {
      double first = whole(1);
      return first == 0 ? 0 : whole(lag) / first;
    }

    private double whole(int lag) {
      return StrictMath.hypot(output[lag - 1], memory.length == 0 ? 0 : memory[lag - 1]);
    }

    /** The first lag at which the error is under 1 % of that at lag 1; 0 if none is. */
    public int lostAtLag() {
      for (int lag = 1; lag <= output.length; lag++) {
        if (relative(lag) < LOST) {
          return lag;
        }
      }
      return 0;
    }

    /** What happens to the error, whatever comes first. */
    public Verdict verdict() {
      for (int lag = 1; lag <= output.length; lag++) {
        if (relative(lag) < LOST) {
          return Verdict.VANISHES;
        }
        if (relative(lag) > EXPLODED) {
          return Verdict.EXPLODES;
        }
      }
      return Verdict.STAYS;
    }
  }

  /**
   * Nothing measured yet: a visitor of {@link Inference#keepingActivations}, the last one of a
   * minibatch, because the way back puts δ in the place of activations.
   *
   * @param maxLag steps to look back, at least 1; segments have to be longer ({@link #segment})
   * @param stride minibatches of which one is followed back
   */
  public GradientFlow(NetworkSpec spec, int maxLag, int stride) {
    if (maxLag < 1 || stride < 1) {
      throw new IllegalArgumentException(
          "maxLag and stride must be at least 1, got " + maxLag + " and " + stride);
    }
    this.maxLag = maxLag;
    this.stride = stride;
    this.parameters = spec.layout().size();
    this.hasMemory = spec.anatomy().memoryColumn() > 0;
    this.isTargetAtEveryStep = spec.format().targetKind() == TargetKind.LABEL_SEQUENCE;
    for (int level = 0; level < spec.stack().numLayers(); level++) {
      layers.add(new Layer(level, maxLag, hasMemory));
    }
  }

  /** Time steps that segments need for errors of {@code maxLag}. */
  public static int segment(int maxLag) {
    return Math.max(USUAL_SEGMENT, maxLag + 1);
  }

  /** Follows the errors of a minibatch, if it is its turn. */
  @Override
  public void ran(Network network, Minibatch batch, int before) {
    if (seen++ % stride == 0 && choose(batch) > 0) {
      float[] gradient = new float[parameters];
      network.errorFlow(batch, row -> isTarget[row], gradient, this::reached);
    }
  }

  /** Adds what was measured elsewhere of the same network. */
  public void add(GradientFlow other) {
    targets += other.targets;
    longest = Math.max(longest, other.longest);
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).add(other.layers.get(i));
    }
  }

  /**
   * The last target of each row, where it has enough steps before it; returns how many there are.
   */
  private int choose(Minibatch batch) {
    isTarget = new boolean[batch.totalRows()];
    targetTimes = new int[batch.batchSize()];
    Arrays.fill(targetTimes, -1);
    int chosen = 0;
    for (int row = 0; row < batch.batchSize(); row++) {
      int time = batch.length(row) - 1;
      while (time >= 0 && !isTargetAtEveryStep && !batch.hasTarget(batch.firstRow(time) + row)) {
        time--;
      }
      longest = Math.max(longest, time);
      if (time >= maxLag) {
        targetTimes[row] = time;
        isTarget[batch.firstRow(time) + row] = true;
        chosen++;
      }
    }
    targets += chosen;
    return chosen;
  }

  private void reached(int level, int time, int row, double output, double memory) {
    int lag = targetTimes[row] - time + 1;
    if (targetTimes[row] < 0 || lag < 1 || lag > maxLag) {
      return;
    }
    Layer layer = layers.get(level);
    layer.targets += lag == 1 ? 1 : 0;
    layer.output[lag - 1] += Math.sqrt(output);
    if (hasMemory) {
      layer.memory[lag - 1] += Math.sqrt(memory);
    }
  }

  /**
   * Refuses a lag that was too large.
   *
   * @throws InputException when no target had so many steps before it
   */
  public void requireTargets() {
    if (targets == 0) {
      throw new InputException(
          "no target has "
              + maxLag
              + " steps before it, the farthest has "
              + Math.max(0, longest)
              + "; lower the lag, or give longer sequences");
    }
  }

  /** The layers that run forward in time, from the lowest. */
  public List<Layer> layers() {
    return List.copyOf(layers);
  }

  /** The largest lag. */
  public int maxLag() {
    return maxLag;
  }

  /** Targets whose errors were followed. */
  public long targets() {
    return targets;
  }
}
