package org.keepgate.math;

/**
 * What one thread has prepared with a provider: its buffers and its products.
 *
 * <p>Only the thread that opened a session may use it. A product is prepared once, when the
 * workspace is made, and then only run; running allocates nothing and uses exactly one thread. The
 * same product on the same provider gives the same bits at every repetition, in every thread and
 * wherever its buffers lie. Another number of rows may give other last bits.
 */
public interface GemmSession extends AutoCloseable {

  /**
   * A new buffer of zeros.
   *
   * @throws IllegalStateException if the memory cannot be had
   */
  Buffer allocate(int floats);

  /**
   * Prepares C = (add ? C : 0) + A W, or A Wᵀ.
   *
   * @param a the left factor, any rows × K; which of its rows, each run says
   * @param weights W, K × N, or N × K when transposed; must not change between two calls of {@link
   *     #weightsChanged}
   * @param c the result, any rows × N; must not overlap A or W
   * @param usualRows the row count for which a packed kernel is worth its memory; 0: none, and then
   *     the product is in float32 in any case
   */
  RowProduct rowProduct(
      Matrix a, Matrix weights, boolean transposed, boolean add, Matrix c, int usualRows);

  /**
   * Prepares C = (add ? C : 0) + Aᵀ B over rows of A and B.
   *
   * @param a any rows × M; which of its rows, each run says
   * @param b any rows × N
   * @param c the result, M × N; must not overlap A or B
   * @param usualRows the row count for which a kernel of its own is worth its memory; 0: none, and
   *     then the product is in float32 in any case
   */
  OuterProduct outerProduct(Matrix a, Matrix b, boolean add, Matrix c, int usualRows);

  /** Prepares C = (add ? C : 0) + Aᵀ B of no usual number of rows. */
  default OuterProduct outerProduct(Matrix a, Matrix b, boolean add, Matrix c) {
    return outerProduct(a, b, add, c, 0);
  }

  /** Says that weights have changed: their next product packs them again. */
  void weightsChanged();

  /**
   * Frees the memory; in the thread that opened the session. No buffer or product of this session
   * may be used afterwards.
   */
  @Override
  void close();
}
