package org.keepgate.network;

import java.util.ArrayList;
import java.util.List;
import org.keepgate.cell.Cells;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.parameter.ParameterView;

/**
 * A network of memory blocks that learns while it runs, as Hochreiter and Schmidhuber (1997) did:
 * partial derivatives travel forward with the states, so that the truncated gradient of each step's
 * loss is known at that step, however long the sequence already is, and storage is O(W).
 *
 * <p>The gradients of all steps of a sequence add up to what back-propagation through time makes of
 * the truncated gradient, as long as the parameters stay the same. When they change after every
 * step, the derivatives carried are those of the parameters of their time: that is online learning.
 *
 * <p>All arithmetic is in double, of float parameters; nothing is allocated by a step.
 */
public final class OnlineNetwork {
  private final NetworkSpec spec;
  private final ParameterLayout layout;
  private final OnlineBlocks blocks;
  private final OnlineHead head;
  private final List<double[]> carried;
  private float[] parameters = new float[0];

  /**
   * A network at rest.
   *
   * @throws IllegalArgumentException when it cannot learn online: {@link #requireFits}
   */
  public OnlineNetwork(NetworkSpec spec) {
    requireFits(spec);
    this.spec = spec;
    NetworkParameters views = new NetworkParameters(spec);
    layout = views.layout();
    String peepholes = "layers.0.forward.peepholes";
    ParameterView peepholeView =
        spec.cell().memoryBlocks().peepholes() ? layout.view(peepholes) : null;
    blocks = new OnlineBlocks(spec, views.levels().get(0).get(0), peepholeView);
    head = new OnlineHead(spec, views.head());
    carried = new ArrayList<>(blocks.carried());
  }

  /**
   * Refuses what does not learn online, by name.
   *
   * @throws IllegalArgumentException unless the network is one layer of memory blocks with the
   *     truncated gradient between features or symbols and a plain head
   */
  public static void requireFits(NetworkSpec spec) {
    require(
        spec.cell().name().equals(Cells.LSTM_1997),
        "is for the cell " + Cells.LSTM_1997 + ", got " + spec.cell().name());
    require(
        spec.cell().memoryBlocks().truncatedGradient(),
        "follows the truncated gradient: set gradient to truncated");
    require(
        spec.stack().numLayers() == 1,
        "is for one layer: set numLayers to 1, got " + spec.stack().numLayers());
    require(!spec.stack().bidirectional(), "runs forward in time: leave bidirectional off");
    require(spec.embeddingSize() == 0, "has no embedding: set embeddingSize to 0");
    RegularizationOptions noise = spec.regularization();
    require(noise.dropout() == 0, "has no dropout: set dropout to 0");
    require(noise.inputNoise() == 0, "adds no noise: set inputNoise to 0");
    require(noise.weightNoise() == 0, "adds no noise: set weightNoise to 0");
    require(
        spec.cell().clipPreActivationGradient() == 0,
        "does not clip inside the recursion: set clipPreActivationGradient to 0");
    OnlineHead.requireFits(spec.head(), spec.format());
  }

  private static void require(boolean claim, String what) {
    if (!claim) {
      throw new IllegalArgumentException("regime online " + what);
    }
  }

  /** Where each parameter lives. */
  public ParameterLayout layout() {
    return layout;
  }

  /**
   * Takes parameters, in the order of the layout. The array is read where it is: its changes are
   * seen by the next step.
   */
  public void setParameters(float[] newParameters) {
    if (newParameters.length != layout.size()) {
      throw new IllegalArgumentException(
          "the network has " + layout.size() + " parameters, got " + newParameters.length);
    }
    parameters = newParameters;
  }

  /** Starts a sequence: all that was carried is zero. */
  public void reset() {
    blocks.reset();
  }

  /** One step on features, which stand from {@code offset} on. */
  public void step(float[] features, int offset) {
    blocks.step(parameters, features, offset);
    head.forward(parameters, blocks);
  }

  /** One step on a symbol. */
  public void step(int symbol) {
    blocks.step(parameters, symbol);
    head.forward(parameters, blocks);
  }

  /** Probabilities or values of the last step; not to be written to. */
  public double[] outputs() {
    return head.outputs();
  }

  /** States s of the cells after the last step; not to be written to. */
  public double[] states() {
    return blocks.state();
  }

  /**
   * Adds the gradient of the last step's loss.
   *
   * @param target the true values, from {@code offset} on; NaN = none
   * @param gradient added to, in the order of the layout
   * @return the loss
   */
  public double addGradient(float[] target, int offset, double[] gradient) {
    double loss = head.learn(target, offset);
    addGradient(gradient);
    return loss;
  }

  /**
   * Adds the gradient of the last step's loss.
   *
   * @param target the true class
   * @param gradient added to, in the order of the layout
   * @return the loss
   */
  public double addGradient(int target, double[] gradient) {
    double loss = head.learn(target);
    addGradient(gradient);
    return loss;
  }

  private void addGradient(double[] gradient) {
    head.addGradient(blocks, gradient);
    blocks.addGradient(head.error(parameters), gradient);
  }

  /** Numbers of {@link #save}: they do not depend on the length of a sequence. */
  public int carriedSize() {
    return carriedSize(spec);
  }

  /** The same of a network that was not made. */
  public static int carriedSize(NetworkSpec spec) {
    return OnlineBlocks.carriedSize(spec);
  }

  /** All that lives from step to step, states and partial derivatives, rounded to float. */
  public float[] save() {
    float[] all = new float[carried.stream().mapToInt(values -> values.length).sum()];
    int at = 0;
    for (double[] values : carried) {
      for (double value : values) {
        all[at++] = (float) value;
      }
    }
    return all;
  }

  /** Takes up what {@link #save} has given. */
  public void restore(float[] saved) {
    reset();
    int at = 0;
    for (double[] values : carried) {
      for (int j = 0; j < values.length; j++) {
        values[j] = saved[at++];
      }
    }
  }

  /** The specification that this network was made of. */
  public NetworkSpec spec() {
    return spec;
  }
}
