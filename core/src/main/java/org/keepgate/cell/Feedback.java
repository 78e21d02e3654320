package org.keepgate.cell;

import org.keepgate.sequence.Keyed;

/** What the units of a layer of memory blocks see of its previous step. */
public enum Feedback implements Keyed {
  /** Nothing: cells and gates see the input only. */
  NONE("none"),
  /** The outputs of all cells. */
  CELLS("cells"),
  /** The outputs of all cells and the activations of all gates, as in 1997. */
  CELLS_AND_GATES("cells-and-gates");

  private final String key;

  Feedback(String key) {
    this.key = key;
  }

  @Override
  public String key() {
    return key;
  }
}
