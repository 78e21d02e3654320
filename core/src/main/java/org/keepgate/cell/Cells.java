package org.keepgate.cell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The cells that can be asked for by name: a new cell is one line here. */
public final class Cells {
  /** Plain recurrent network. */
  public static final String RNN = "rnn";

  /** LSTM with forget gate. */
  public static final String LSTM = "lstm";

  /** LSTM with forget gate and peepholes. */
  public static final String LSTM_PEEPHOLE = "lstm-peephole";

  /** Memory blocks of 1997. */
  public static final String LSTM_1997 = "lstm-1997";

  private static final boolean FORGET_GATE = true;
  private static final boolean NO_FORGET_GATE = false;

  /** How to make a cell, and whether a forget bias means anything to it. */
  private record Kind(boolean forgetGate, Function<CellOptions, RecurrentCell> maker) {}

  private static final Map<String, Kind> REGISTRY = new LinkedHashMap<>();

  static {
    add(LSTM, FORGET_GATE, lstm(LstmVariant.NO_PEEPHOLES));
    add(LSTM_PEEPHOLE, FORGET_GATE, lstm(LstmVariant.PEEPHOLES));
    add("no-input-gate", FORGET_GATE, lstm(LstmVariant.NO_INPUT_GATE));
    add("no-forget-gate", NO_FORGET_GATE, lstm(LstmVariant.NO_FORGET_GATE));
    add("no-output-gate", FORGET_GATE, lstm(LstmVariant.NO_OUTPUT_GATE));
    add("no-input-activation", FORGET_GATE, lstm(LstmVariant.NO_INPUT_ACTIVATION));
    add("no-output-activation", FORGET_GATE, lstm(LstmVariant.NO_OUTPUT_ACTIVATION));
    add("coupled-gates", FORGET_GATE, lstm(LstmVariant.COUPLED_INPUT_FORGET_GATE));
    add("full-gate-recurrence", FORGET_GATE, lstm(LstmVariant.FULL_GATE_RECURRENCE));
    add(LSTM_1997, FORGET_GATE, MemoryBlockCell::new); // where the blocks are given one
    add("gru", NO_FORGET_GATE, GruCell::new);
    add("gru-reset-after", NO_FORGET_GATE, GruResetAfterCell::new);
    add("mut1", NO_FORGET_GATE, Mut1Cell::new);
    add("mut2", NO_FORGET_GATE, Mut2Cell::new);
    add("mut3", NO_FORGET_GATE, Mut3Cell::new);
    add("layer-norm-lstm", FORGET_GATE, LayerNormLstmCell::new);
    add(RNN, NO_FORGET_GATE, VanillaCell::new);
  }

  private Cells() {}

  private static void add(
      String name, boolean forgetGate, Function<CellOptions, RecurrentCell> maker) {
    REGISTRY.put(name, new Kind(forgetGate, maker));
  }

  private static Function<CellOptions, RecurrentCell> lstm(LstmVariant variant) {
    return options -> new LstmCell(options, variant);
  }

  /** Every name that {@link #create} knows. */
  public static List<String> names() {
    return new ArrayList<>(REGISTRY.keySet());
  }

  /** A new cell, with scratch rows of its own. */
  public static RecurrentCell create(CellOptions options) {
    return kind(options.name()).maker().apply(options);
  }

  /** Whether a forget bias means anything to a cell. */
  static boolean hasForgetGate(String name) {
    return kind(name).forgetGate();
  }

  private static Kind kind(String name) {
    Kind kind = REGISTRY.get(name);
    if (kind == null) { // the options have refused it already
      throw new IllegalArgumentException("no cell is named " + name);
    }
    return kind;
  }
}
