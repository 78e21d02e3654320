package org.keepgate.cell;

import java.util.ArrayList;
import java.util.List;
import org.keepgate.head.MetricSink;
import org.keepgate.math.Gemm;
import org.keepgate.math.RandomStream;
import org.keepgate.network.Network;
import org.keepgate.network.NetworkSpec;
import org.keepgate.network.StackOptions;
import org.keepgate.sequence.BatchPlan;
import org.keepgate.sequence.Batcher;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.SegmentBatcher;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceBlockBuilder;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;

/** A small network of a cell over a few sequences: sums of losses, and their gradient. */
final class CellTrial implements AutoCloseable {
  static final int FEATURES = 3;
  static final int OUTPUTS = 2;
  static final int[] LENGTHS = {9, 4, 1, 7};

  private final NetworkSpec spec;
  private final BatchPlan plan;
  private final Minibatch batch;
  private final Network network;
  private double loss;
  private int targets;

  /**
   * A network over its workspace.
   *
   * @param segmentLength 0 = whole sequences in one minibatch
   */
  CellTrial(NetworkSpec spec, List<Sequence> sequences, int segmentLength) {
    this.spec = spec;
    SequenceBlockBuilder builder = SequenceBlock.builder(spec.format());
    sequences.forEach(builder::add);
    SequenceShare share = new SequenceShare(spec.format(), List.of(builder.build()));
    int count = sequences.size();
    plan =
        segmentLength == 0
            ? Batcher.plan(share, count, 1, 0, 0, false)
            : SegmentBatcher.plan(share, count, segmentLength, 1, 0, 0, false);
    batch = new Minibatch(spec.format(), plan.maxRows(), plan.maxSteps());
    network =
        new Network(spec, Gemm.named("java"), plan.maxRows(), Math.toIntExact(plan.maxTotalRows()));
  }

  static NetworkSpec spec(CellOptions cell, StackOptions stack) {
    return NetworkSpec.of(SequenceFormat.forecaster(FEATURES, OUTPUTS, Readout.EVERY_STEP), cell)
        .withStack(stack);
  }

  /** Different weights in every gate. */
  static float[] random(int size, double limit, long seed) {
    RandomStream random = new RandomStream(seed);
    float[] values = new float[size];
    for (int j = 0; j < size; j++) {
      values[j] = (float) ((random.nextDouble() * 2 - 1) * limit);
    }
    return values;
  }

  static float[] randomParameters(NetworkSpec spec, long seed) {
    return random(spec.layout().size(), 0.8, seed);
  }

  /** Sequences of {@link #LENGTHS}, in the order of time or turned round. */
  static List<Sequence> sequences(boolean turned) {
    RandomStream random = new RandomStream(11);
    List<Sequence> sequences = new ArrayList<>();
    for (int length : LENGTHS) {
      float[] features = new float[length * FEATURES];
      float[] targets = new float[length * OUTPUTS];
      for (int step = 0; step < length; step++) {
        int at = turned ? length - 1 - step : step;
        for (int j = 0; j < FEATURES; j++) {
          features[at * FEATURES + j] = (float) (random.nextDouble() * 2 - 1);
        }
        for (int j = 0; j < OUTPUTS; j++) {
          targets[at * OUTPUTS + j] = (float) (random.nextDouble() * 2 - 1);
        }
      }
      sequences.add(Sequence.ofFeatures("s" + length, features, FEATURES).withValues(targets));
    }
    return sequences;
  }

  int minibatches() {
    return plan.minibatches();
  }

  /** Zeros, or a state to start a minibatch that continues from. */
  float[] carried() {
    return new float[spec.carriedSize(plan.maxRows())];
  }

  /** Sum of the losses of all minibatches, each carrying on the state of the one before. */
  double loss(float[] parameters) {
    float[] carried = carried();
    double sum = 0;
    for (int index = 0; index < minibatches(); index++) {
      sum += loss(parameters, index, carried);
    }
    return sum;
  }

  /** Sum of the losses of one minibatch; the state it started from is overwritten. */
  double loss(float[] parameters, int index, float[] carried) {
    loss = 0;
    targets = 0;
    plan.fill(index, batch);
    network.setParameters(parameters);
    network.forward(batch, carried, true, 1, new Sums());
    return loss;
  }

  /** Gradient of {@link #loss(float[], int, float[])}. */
  float[] gradient(float[] parameters, int index, float[] carried) {
    float[] gradient = new float[parameters.length];
    loss(parameters, index, carried);
    backward(gradient);
    for (int j = 0; j < gradient.length; j++) {
      gradient[j] *= targets;
    }
    return gradient;
  }

  /** Back-propagates the last forward pass: the gradient of the mean loss. */
  void backward(float[] gradient) {
    network.backward(batch, gradient);
  }

  /** What the network said at a step of the only sequence. */
  float[] outputs(int step) {
    float[] outputs = new float[spec.format().outputSize()];
    network.outputs(step, outputs);
    return outputs;
  }

  @Override
  public void close() {
    network.close();
  }

  private final class Sums implements MetricSink {
    @Override
    public void addClass(int target, int predicted, double value) {
      throw new IllegalStateException("the targets are values");
    }

    @Override
    public void addValues(float[] target, float[] prediction, int outputs, double value) {
      loss += value;
      targets++;
    }
  }
}
