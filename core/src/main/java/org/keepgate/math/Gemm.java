package org.keepgate.math;

/**
 * A provider of matrix products: oneDNN, OpenBLAS or plain Java.
 *
 * <p>Immutable and safe to share between threads; every thread opens its own {@link GemmSession}.
 */
public interface Gemm {

  /**
   * {@code onednn}, {@code openblas} or {@code java}: what {@code -Dkeepgate.gemm=} takes; {@code
   * onednn-bf16} where operands are rounded.
   */
  String name();

  /**
   * All that the bits of a product depend on: provider, version of its library, processor, major
   * version of the JDK.
   */
  String fingerprint();

  /** Opens a session for the calling thread. */
  GemmSession open();

  /**
   * The same provider with the operands of products that have a usual number of rows rounded to
   * bfloat16, and their sums in float32; this one itself where that would not be faster.
   */
  default Gemm inBf16() {
    return this;
  }

  /**
   * The provider of this JVM, chosen once and said in one log line: oneDNN, else OpenBLAS, else
   * plain Java. {@code -Dkeepgate.gemm=} names the one to begin with.
   *
   * @throws IllegalArgumentException if the property names no provider
   */
  static Gemm chosen() {
    return GemmChoice.ofThisJvm()
        .chosen(
            System.getProperty(GemmChoice.PROPERTY), System.getLogger(Gemm.class.getPackageName()));
  }

  /**
   * The provider of this name.
   *
   * @throws IllegalArgumentException if there is no such provider
   * @throws IllegalStateException if its library cannot be loaded
   */
  static Gemm named(String name) {
    return GemmChoice.ofThisJvm().named(name);
  }
}
