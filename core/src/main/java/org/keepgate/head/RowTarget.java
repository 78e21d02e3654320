package org.keepgate.head;

/** The target of one row, reused from row to row: a class, or values (labels: 0 or 1 each). */
public final class RowTarget {
  private final float[] values;
  private int symbol;

  /** A target of so many values; 0 for classes. */
  public RowTarget(int values) {
    this.values = new float[values];
  }

  /** Sets the true class. */
  public void set(int newSymbol) {
    symbol = newSymbol;
  }

  /** Sets the true values from a packed array; NaN = none. */
  public void set(float[] packed, int offset) {
    System.arraycopy(packed, offset, values, 0, values.length);
  }

  int symbol() {
    return symbol;
  }

  float[] values() {
    return values;
  }
}
