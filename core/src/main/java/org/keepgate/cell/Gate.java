package org.keepgate.cell;

/** The gates of an LSTM in the order of their pre-activation columns (PyTorch's: i f g o). */
enum Gate {
  /** i: how much of the candidate enters the cell. */
  INPUT("input gate"),
  /** f, the keep gate: how much of the cell state stays. */
  FORGET("forget gate"),
  /** g: what may enter the cell (block input; Greff's z). */
  CANDIDATE("candidate"),
  /** o: how much of the cell shows. */
  OUTPUT("output gate");

  private final String words;

  Gate(String words) {
    this.words = words;
  }

  /** Its name in sentences. */
  String words() {
    return words;
  }
}
