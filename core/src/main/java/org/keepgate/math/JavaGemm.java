package org.keepgate.math;

/** Products in plain Java: the provider that always works. */
final class JavaGemm implements Gemm {
  static final String NAME = "java";

  @Override
  public String name() {
    return NAME;
  }

  /** Its sums have one order and fused multiply-adds only: the bits depend on nothing else. */
  @Override
  public String fingerprint() {
    return NAME + " 1, JDK " + Runtime.version().feature();
  }

  @Override
  public GemmSession open() {
    return new JavaSession();
  }
}
