package org.keepgate.cell;

/** The gates of an LSTM in the order of their pre-activation columns (PyTorch's: i f g o). */
enum Gate {
  /** i: how much of the candidate enters the cell. */
  INPUT(0),
  /** f, the keep gate: how much of the cell state stays. */
  FORGET(1),
  /** g: what may enter the cell (block input; Greff's z). */
  CANDIDATE(2),
  /** o: how much of the cell shows. */
  OUTPUT(3);

  static final int COUNT = 4;

  private final int index;

  Gate(int index) {
    this.index = index;
  }

  /** First pre-activation column of this gate. */
  int column(int hiddenSize) {
    return index * hiddenSize;
  }
}
