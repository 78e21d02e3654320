package org.keepgate.network;

import org.keepgate.head.DensityHead;
import org.keepgate.head.Nobody;
import org.keepgate.head.OutputHeads;
import org.keepgate.math.Gemm;
import org.keepgate.math.RandomStream;
import org.keepgate.sequence.Minibatch;

/**
 * Continues a sequence of features value by value: reads the rows before, draws the next values
 * from the network's density, reads what follows from them, and so on (handwriting, series). The
 * state lives here, so that a step costs the same however long the sequence is.
 */
public final class ValueSampler implements AutoCloseable {
  private final DensityHead head;
  private final Network network;
  private final Minibatch step;
  private final float[] carried;
  private final float[] outputs;
  private boolean started;

  /**
   * A sampler that has read nothing yet.
   *
   * @throws IllegalArgumentException when the network does not predict densities step by step
   */
  public ValueSampler(NetworkSpec spec, float[] parameters, Gemm gemm) {
    if (!(OutputHeads.create(spec.format(), spec.head()) instanceof DensityHead density)
        || spec.format().symbols()
        || spec.needsWholeSequences()) {
      throw new IllegalArgumentException(
          "values are drawn from the densities of a network that reads features forward, got head "
              + spec.head().kind());
    }
    this.head = density;
    this.step = new Minibatch(spec.format(), 1, 1);
    this.carried = new float[spec.carriedSize(1)];
    this.outputs = new float[density.width()];
    this.network = Network.ofOneRow(spec, gemm, parameters); // the last: it must be closed
  }

  /** Forgets what was read, to begin with another sequence. */
  public void restart() {
    started = false;
  }

  /** Reads the next row of features. */
  public void read(float[] features) {
    step.setFeatures(features, started);
    network.forward(step, carried, false, 0, Nobody.LISTENS);
    network.outputs(0, outputs);
    started = true;
  }

  /**
   * Parameters of the density of the next values, as the head orders them; not to be written to.
   */
  public float[] outputs() {
    if (!started) {
      throw new IllegalStateException("nothing was read yet; read at least one row");
    }
    return outputs;
  }

  /**
   * Draws the next values; they are not read yet.
   *
   * @param bias towards the more probable, 0 = none; see {@link DensityHead#draw}
   * @param into as many as the network predicts
   */
  public void draw(double bias, RandomStream random, float[] into) {
    head.draw(outputs(), bias, random, into);
  }

  @Override
  public void close() {
    network.close();
  }
}
