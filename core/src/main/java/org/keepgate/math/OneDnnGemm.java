package org.keepgate.math;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;
import static org.bytedeco.dnnl.global.dnnl.dnnl_version;

import java.util.Locale;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.javacpp.Loader;

/** Products by oneDNN, in native memory: the fastest provider on x86-64. */
final class OneDnnGemm implements Gemm {
  static final String NAME = "onednn";

  private final dnnl_engine engine = new dnnl_engine();
  private final OpenMp openMp;
  private final String fingerprint;
  private final Gemm inBf16;

  /**
   * Loads the library.
   *
   * @throws LinkageError if it cannot be loaded
   * @throws IllegalStateException if it has no fast kernel for this processor
   */
  OneDnnGemm() {
    String path = Loader.load(org.bytedeco.dnnl.global.dnnl.class);
    openMp = OpenMp.of(path);
    check(dnnl_engine_create(engine, dnnl_cpu, 0), "engine_create");
    requireFastKernel();
    dnnl_version_t version = dnnl_version();
    fingerprint =
        String.format(
            Locale.ROOT,
            "%s %d.%d.%d, instruction set %#x, %s, JDK %d",
            NAME,
            version.major(),
            version.minor(),
            version.patch(),
            dnnl_get_effective_cpu_isa(),
            Processor.describe(),
            Runtime.version().feature());
    inBf16 = multipliesBf16() ? new OneDnnBf16Gemm(fingerprint, () -> open(true)) : this;
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
    return open(false);
  }

  @Override
  public Gemm inBf16() {
    return inBf16;
  }

  private GemmSession open(boolean rounds) {
    openMp.useOneThread();
    return new OneDnnSession(engine, rounds);
  }

  /** AVX512_BF16, which every processor with AMX has, too; others are slower than in float32. */
  private static boolean multipliesBf16() {
    return (dnnl_get_effective_cpu_isa() & dnnl_cpu_isa_avx512_core_bf16)
        == dnnl_cpu_isa_avx512_core_bf16;
  }

  private void requireFastKernel() {
    openMp.useOneThread();
    try (OneDnnSession session = new OneDnnSession(engine, false)) {
      String kernel = session.kernel(64, 64, 64);
      if (OneDnnParts.isReference(kernel)) {
        throw new IllegalStateException("it has only its slow kernel here, " + kernel);
      }
    }
  }

  /** Throws if a call of oneDNN failed. */
  static void check(int status, String call) {
    if (status != 0) {
      throw new IllegalStateException("oneDNN: dnnl_" + call + " failed with status " + status);
    }
  }
}
