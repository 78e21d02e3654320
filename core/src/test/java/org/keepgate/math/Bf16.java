package org.keepgate.math;

/** Rounding to bfloat16 by the definition: what native products are held to. */
final class Bf16 {
  private Bf16() {}

  /** The nearest float32 whose lower half is zero, of two the one with an even mantissa. */
  static float rounded(float value) {
    if (Float.isNaN(value)) {
      return value;
    }
    int bits = Float.floatToIntBits(value);
    int tie = 0x7fff + (bits >>> 16 & 1);
    return Float.intBitsToFloat(bits + tie & 0xffff0000);
  }
}
