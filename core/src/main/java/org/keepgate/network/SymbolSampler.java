package org.keepgate.network;

import org.keepgate.head.Nobody;
import org.keepgate.math.Gemm;
import org.keepgate.math.RandomStream;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.TargetKind;

/**
 * Writes a text symbol by symbol: reads the symbols before, draws the next one from the network's
 * distribution, reads that, and so on. The state lives here, so that a step costs the same however
 * long the text is.
 *
 * <pre>
 *   q_i = p_i^(1/T) / Σ_j p_j^(1/T)        p  probabilities of the network, T  temperature
 *                                          T = 1: as the network says; T → 0: the most probable
 * </pre>
 */
public final class SymbolSampler implements AutoCloseable {

  private final Network network;
  private final Minibatch step;
  private final float[] carried;
  private final float[] probabilities;
  private final double[] weights;
  private boolean started;

  /**
   * A sampler that has read nothing yet.
   *
   * @throws IllegalArgumentException when the network does not predict next symbols
   */
  public SymbolSampler(NetworkSpec spec, float[] parameters, Gemm gemm) {
    if (spec.format().targetKind() != TargetKind.NEXT_SYMBOL) {
      throw new IllegalArgumentException(
          "the network predicts " + spec.format().targetKind() + ", expected NEXT_SYMBOL");
    }
    this.step = new Minibatch(spec.format(), 1, 1);
    this.carried = new float[spec.carriedSize(1)];
    this.probabilities = new float[spec.format().outputSize()];
    this.weights = new double[probabilities.length];
    this.network = Network.ofOneRow(spec, gemm, parameters); // the last: it must be closed
  }

  /** Reads the next symbol of the text. */
  public void read(int symbol) {
    step.setSymbol(symbol, started);
    network.forward(step, carried, false, 0, Nobody.LISTENS);
    network.outputs(0, probabilities);
    started = true;
  }

  /** Probability of each symbol to be the next; not to be written to. */
  public float[] probabilities() {
    if (!started) {
      throw new IllegalStateException("nothing was read yet; read at least one symbol");
    }
    return probabilities;
  }

  /**
   * Draws the next symbol; it is not read yet.
   *
   * @param temperature 0 = always the most probable
   * @param never a symbol that is never drawn, −1 = none
   */
  public int draw(double temperature, int never, RandomStream random) {
    float[] given = probabilities();
    int best = never == 0 ? 1 : 0;
    for (int i = 0; i < given.length; i++) {
      best = i != never && given[i] > given[best] ? i : best;
    }
    if (temperature == 0) {
      return best;
    }
    double sum = 0;
    for (int i = 0; i < given.length; i++) {
      double ratio = (double) given[i] / given[best]; // so that the largest weight is 1
      weights[i] = i == never ? 0 : StrictMath.pow(ratio, 1 / temperature);
      sum += weights[i];
    }
    double place = random.nextDouble() * sum;
    int drawn = best;
    for (int i = 0; i < given.length && place >= 0; i++) {
      if (weights[i] > 0) {
        drawn = i;
      }
      place -= weights[i];
    }
    return drawn;
  }

  @Override
  public void close() {
    network.close();
  }
}
