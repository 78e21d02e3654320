package org.keepgate.cell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The cells that can be asked for by name: a new cell is one line here. */
public final class Cells {
  /** LSTM with forget gate. */
  public static final String LSTM = "lstm";

  /** LSTM with forget gate and peepholes. */
  public static final String LSTM_PEEPHOLE = "lstm-peephole";

  /** Memory blocks of 1997. */
  public static final String LSTM_1997 = "lstm-1997";

  private static final Map<String, Function<CellOptions, RecurrentCell>> REGISTRY =
      new LinkedHashMap<>();

  static {
    REGISTRY.put(LSTM, options -> new LstmCell(options, false));
    REGISTRY.put(LSTM_PEEPHOLE, options -> new LstmCell(options, true));
    REGISTRY.put(LSTM_1997, MemoryBlockCell::new);
  }

  private Cells() {}

  /** Every name that {@link #create} knows. */
  public static List<String> names() {
    return new ArrayList<>(REGISTRY.keySet());
  }

  /** A new cell, with scratch rows of its own. */
  public static RecurrentCell create(CellOptions options) {
    Function<CellOptions, RecurrentCell> maker = REGISTRY.get(options.name());
    if (maker == null) { // the options have refused it already
      throw new IllegalArgumentException("no cell is named " + options.name());
    }
    return maker.apply(options);
  }
}
