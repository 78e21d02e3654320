package org.keepgate.training;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keepgate.math.Gemm;
import org.keepgate.sequence.Keyed;

/**
 * In what precision the matrix products of training are computed, by the names that users write.
 * Weights, sums of products, gates, states, gradients and the optimizer are float32 in any case;
 * evaluation and prediction, too.
 */
public enum Precision implements Keyed {
  /** Products of float32. */
  FLOAT32("float32"),
  /**
   * Products of operands that are rounded to bfloat16, where the processor is faster at them; else
   * of float32.
   */
  BF16("bf16");

  private static final AtomicBoolean SAID = new AtomicBoolean();

  private final String key;

  Precision(String key) {
    this.key = key;
  }

  @Override
  public String key() {
    return key;
  }

  /** The products to train with; that they stay in float32 is said in one log line of this JVM. */
  public Gemm products(Gemm gemm) {
    return products(
        gemm, SAID, line -> System.getLogger(Precision.class.getName()).log(Level.WARNING, line));
  }

  Gemm products(Gemm gemm, AtomicBoolean said, Consumer<String> log) {
    String obstacle = obstacle(gemm);
    if (obstacle != null && said.compareAndSet(false, true)) {
      log.accept(obstacle);
    }
    return this == BF16 ? gemm.inBf16() : gemm;
  }

  /** Why products in this precision stay in float32, in a sentence; null where they do not. */
  public @Nullable String obstacle(Gemm gemm) {
    return this == BF16 && gemm.inBf16() == gemm
        ? "precision=bf16 would not be faster here, so training computes in float32: bf16 is of the"
            + " provider onednn on a processor with AVX512_BF16 or AMX, and products here are by "
            + gemm.fingerprint()
        : null;
  }
}
