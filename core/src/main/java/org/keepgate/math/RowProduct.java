package org.keepgate.math;

/** A prepared product of rows with a weight matrix: see {@link GemmSession#rowProduct}. */
@FunctionalInterface
public interface RowProduct {

  /**
   * Multiplies rows {@code [aRow, aRow + rows)} of A into rows {@code [cRow, cRow + rows)} of C.
   * Allocates nothing.
   *
   * @param rows may be 0: then nothing happens
   */
  void run(int aRow, int cRow, int rows);
}
