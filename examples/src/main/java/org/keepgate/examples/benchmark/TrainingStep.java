package org.keepgate.examples.benchmark;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.math.Gemm;
import org.keepgate.network.Network;
import org.keepgate.network.NetworkSpec;
import org.keepgate.optimizer.GradientClipping;
import org.keepgate.optimizer.Optimizer;
import org.keepgate.optimizer.OptimizerSpec;
import org.keepgate.optimizer.OptimizerState;
import org.keepgate.sequence.BatchPlan;
import org.keepgate.sequence.Batcher;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceShare;

/**
 * A training step to be measured, with a clock for each of its phases: what a worker does with a
 * minibatch, in one thread.
 */
final class TrainingStep implements AutoCloseable {
  /** A phase, in the order in which they run. */
  enum Phase {
    BATCH("taking a minibatch"),
    PARAMETERS("handing over parameters"),
    FORWARD("forward"),
    BACKWARD("backward"),
    CLIPPING("norm and clipping"),
    OPTIMIZER("optimizer");

    private final String title;

    Phase(String title) {
      this.title = title;
    }

    /** What people call it. */
    String title() {
      return title;
    }
  }

  private final Network network;
  private final BatchPlan plan;
  private final Minibatch batch;
  private final float[] parameters;
  private final float[] gradient;
  private final float[] carried;
  private final Optimizer optimizer;
  private final OptimizerState state;
  private final double rate;
  private final GradientClipping clipping = new GradientClipping(0, 5);
  private final MetricSums sums;
  private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
  private int next;
  private long began;

  TrainingStep(
      NetworkSpec spec,
      Gemm products,
      SequenceBlock data,
      int batchSize,
      OptimizerSpec optimizerSpec,
      double rate) {
    SequenceShare share = new SequenceShare(spec.format(), List.of(data));
    plan = Batcher.plan(share, batchSize, 1, 0, 0, false);
    batch = new Minibatch(spec.format(), plan.maxRows(), plan.maxSteps());
    network = new Network(spec, products, plan.maxRows(), Math.toIntExact(plan.maxTotalRows()));
    parameters = spec.initialParameters(1);
    gradient = new float[parameters.length];
    carried = new float[spec.carriedSize(plan.maxRows())];
    optimizer = optimizerSpec.create();
    state = OptimizerState.zero(optimizer.stateVectors(), parameters.length);
    this.rate = rate;
    sums = new MetricSums(spec.format().targetKind(), spec.format().outputSize());
    reset();
  }

  /** Sets all clocks to zero. */
  void reset() {
    for (Phase phase : Phase.values()) {
      nanos.put(phase, 0L);
    }
  }

  /** Nanoseconds that a phase has taken since the last {@link #reset}. */
  long nanos(Phase phase) {
    return nanos.getOrDefault(phase, 0L);
  }

  /** Trains the next minibatch; gives its packed rows. */
  int run() {
    began = System.nanoTime();
    plan.fill(next, batch);
    next = (next + 1) % plan.minibatches();
    end(Phase.BATCH);
    network.setParameters(parameters);
    end(Phase.PARAMETERS);
    network.forward(batch, carried, true, 0, sums);
    end(Phase.FORWARD);
    network.backward(batch, gradient);
    end(Phase.BACKWARD);
    clipping.clip(gradient);
    end(Phase.CLIPPING);
    optimizer.step(parameters, gradient, state, rate);
    end(Phase.OPTIMIZER);
    return batch.totalRows();
  }

  private void end(Phase phase) {
    long now = System.nanoTime();
    nanos.merge(phase, now - began, Long::sum);
    began = now;
  }

  @Override
  public void close() {
    network.close();
  }
}
