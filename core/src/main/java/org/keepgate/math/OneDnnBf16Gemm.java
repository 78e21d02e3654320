package org.keepgate.math;

import java.util.function.Supplier;

/**
 * oneDNN's products with operands rounded to bfloat16 and sums in float32, on processors that have
 * instructions for them.
 */
final class OneDnnBf16Gemm implements Gemm {
  static final String NAME = OneDnnGemm.NAME + "-bf16";

  private final String fingerprint;
  private final Supplier<GemmSession> sessions;

  /**
   * Products of a library that is loaded.
   *
   * @param exact its fingerprint in float32
   */
  OneDnnBf16Gemm(String exact, Supplier<GemmSession> sessions) {
    fingerprint = exact.replaceFirst(OneDnnGemm.NAME, NAME);
    this.sessions = sessions;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public GemmSession open() {
    return sessions.get();
  }
}
