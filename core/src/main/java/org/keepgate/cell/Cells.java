package org.keepgate.cell;

import java.util.List;

/** The cells that can be asked for by name. */
public final class Cells {
  /** LSTM with forget gate. */
  public static final String LSTM = "lstm";

  /** LSTM with forget gate and peepholes. */
  public static final String LSTM_PEEPHOLE = "lstm-peephole";

  private Cells() {}

  /** Every name that {@link #create} knows. */
  public static List<String> names() {
    return List.of(LSTM, LSTM_PEEPHOLE);
  }

  /**
   * A cell of this name.
   *
   * @param hiddenSize units (> 0)
   * @param clipPreActivationGradient bound of every δ inside the recursion; 0 = none
   * @param forgetBias initial bias of the forget gates
   * @throws IllegalArgumentException when no cell has this name
   */
  public static RecurrentCell create(
      String name, int hiddenSize, double clipPreActivationGradient, double forgetBias) {
    return switch (name) {
      case LSTM -> new LstmCell(hiddenSize, false, clipPreActivationGradient, forgetBias);
      case LSTM_PEEPHOLE -> new LstmCell(hiddenSize, true, clipPreActivationGradient, forgetBias);
      default -> throw new IllegalArgumentException("cell is one of " + names() + ", got " + name);
    };
  }
}
