package org.keepgate.math;

/**
 * A prepared sum of outer products of rows, a weight gradient: see {@link
 * GemmSession#outerProduct}.
 */
@FunctionalInterface
public interface OuterProduct {

  /**
   * Multiplies rows {@code [aRow, aRow + rows)} of A, transposed, with rows {@code [bRow, bRow +
   * rows)} of B. Allocates nothing.
   *
   * @param rows may be 0: then C becomes 0, or stays as it is when the product adds
   */
  void run(int aRow, int bRow, int rows);
}
