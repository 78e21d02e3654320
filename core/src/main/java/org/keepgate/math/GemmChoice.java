package org.keepgate.math;

/** Chooses the provider of this JVM. */
final class GemmChoice {
  static final Gemm CHOSEN = new JavaGemm();

  private GemmChoice() {}

  static Gemm named(String name) {
    if (name.equals(JavaGemm.NAME)) {
      return new JavaGemm();
    }
    throw new IllegalArgumentException(
        "there is no provider of matrix products named '" + name + "'; known: java");
  }
}
