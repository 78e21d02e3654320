package org.keepgate.math;

import java.util.ArrayList;
import java.util.List;

/** The providers that every test of products runs on. */
final class GemmProviders {
  private GemmProviders() {}

  /** All of them where their libraries are bundled for certain, else those that can be loaded. */
  static List<String> names() {
    List<String> names = new ArrayList<>(List.of(OneDnnGemm.NAME, OpenBlasGemm.NAME));
    if (!linuxOnX86()) {
      names.removeIf(name -> !isLoadable(name));
    }
    if (names.contains(OneDnnGemm.NAME) && multipliesBf16()) {
      names.add(OneDnnBf16Gemm.NAME);
    }
    names.add(JavaGemm.NAME);
    return names;
  }

  static boolean multipliesBf16() {
    Gemm exact = Gemm.named(OneDnnGemm.NAME);
    return exact.inBf16() != exact;
  }

  /** The provider of a name. */
  static Gemm named(String name) {
    return name.equals(OneDnnBf16Gemm.NAME)
        ? Gemm.named(OneDnnGemm.NAME).inBf16()
        : Gemm.named(name);
  }

  static boolean linuxOnX86() {
    return System.getProperty("os.name").equals("Linux")
        && System.getProperty("os.arch").equals("amd64");
  }

  private static boolean isLoadable(String name) {
    try {
      return Gemm.named(name).name().equals(name);
    } catch (IllegalStateException e) {
      return false;
    }
  }

  /** A buffer of random numbers in [−1, 1). */
  static Buffer random(GemmSession session, int size, long seed) {
    RandomStream random = new RandomStream(seed);
    float[] values = new float[size];
    for (int j = 0; j < size; j++) {
      values[j] = 2f * random.nextFloat() - 1f;
    }
    Buffer buffer = session.allocate(size);
    buffer.put(0, values, 0, size);
    return buffer;
  }

  static float[] floats(Buffer buffer) {
    float[] values = new float[buffer.size()];
    buffer.get(0, values, 0, values.length);
    return values;
  }
}
