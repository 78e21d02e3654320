package org.keepgate.cell;

import java.util.Arrays;
import java.util.List;

/**
 * Where the gates and the memory of a cell are: for whoever looks inside after a forward pass.
 *
 * @param gates in the order of their columns; none where the cell has no gates
 * @param memoryColumn first column, in the state, of what the cell remembers by: c of an LSTM, the
 *     output h of other cells
 * @param memoryUnits how many columns these are
 */
public record CellAnatomy(List<GateColumns> gates, int memoryColumn, int memoryUnits) {
  public CellAnatomy {
    gates = List.copyOf(gates);
  }

  /** What a gate does to the memory of the step before. */
  public enum Effect {
    /** Its value is the share that stays: a forget gate, the update gate z of a GRU. */
    KEEPS,
    /** Its value is the share that is replaced: an input gate coupled to 1 − i. */
    REPLACES,
    /** Neither. */
    NONE
  }

  /**
   * A gate of all units.
   *
   * @param name in words
   * @param column its first one among the activations
   * @param units how many gates these are: one a unit, or one a memory block
   * @param effect on the memory of the step before
   */
  public record GateColumns(String name, int column, int units, Effect effect) {}

  /** Without gates: the memory is the output. */
  static CellAnatomy plain(int hiddenSize) {
    return new CellAnatomy(List.of(), 0, hiddenSize);
  }

  /** Of an LSTM with one gate of each kind a unit; the state is h, c. */
  static CellAnatomy ofLstm(LstmVariant variant, int hiddenSize) {
    List<Gate> order = List.of(variant.gates());
    return new CellAnatomy(
        Arrays.stream(variant.gates())
            .filter(gate -> gate != Gate.CANDIDATE)
            .map(
                gate ->
                    new GateColumns(
                        gate.words(),
                        order.indexOf(gate) * hiddenSize,
                        hiddenSize,
                        effect(gate, variant)))
            .toList(),
        hiddenSize,
        hiddenSize);
  }

  private static Effect effect(Gate gate, LstmVariant variant) {
    return switch (gate) {
      case FORGET -> Effect.KEEPS;
      case INPUT -> variant.coupled() ? Effect.REPLACES : Effect.NONE;
      case CANDIDATE, OUTPUT -> Effect.NONE;
    };
  }

  /** Of a cell with two gates of H columns, whose memory is its output. */
  static CellAnatomy ofTwoGates(
      String first, Effect ofFirst, String second, Effect ofSecond, int hiddenSize) {
    return new CellAnatomy(
        List.of(
            new GateColumns(first, 0, hiddenSize, ofFirst),
            new GateColumns(second, hiddenSize, hiddenSize, ofSecond)),
        0,
        hiddenSize);
  }
}
