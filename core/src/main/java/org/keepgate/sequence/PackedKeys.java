package org.keepgate.sequence;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a block's sequences in one array: as objects they would take more memory than short
 * sequences do, and more time to be read from a file.
 */
final class PackedKeys {
  final byte[] utf8; // key after key
  final int[] firstBytes; // [count + 1]

  PackedKeys(byte[] utf8, int[] firstBytes) {
    this.utf8 = utf8;
    this.firstBytes = firstBytes;
  }

  /** The first {@code count} of some keys. */
  static PackedKeys of(String[] keys, int count) {
    byte[][] each = new byte[count][];
    int[] firstBytes = new int[count + 1];
    for (int i = 0; i < count; i++) {
      each[i] = keys[i].getBytes(StandardCharsets.UTF_8);
      firstBytes[i + 1] = Math.addExact(firstBytes[i], each[i].length);
    }
    byte[] utf8 = new byte[firstBytes[count]];
    for (int i = 0; i < count; i++) {
      System.arraycopy(each[i], 0, utf8, firstBytes[i], each[i].length);
    }
    return new PackedKeys(utf8, firstBytes);
  }

  /** Keys {@code from} … {@code to − 1}. */
  PackedKeys range(int from, int to) {
    int first = firstBytes[from];
    int[] shifted = new int[to - from + 1];
    Arrays.setAll(shifted, k -> firstBytes[from + k] - first);
    return new PackedKeys(Arrays.copyOfRange(utf8, first, firstBytes[to]), shifted);
  }

  int count() {
    return firstBytes.length - 1;
  }

  String get(int i) {
    return new String(
        utf8, firstBytes[i], firstBytes[i + 1] - firstBytes[i], StandardCharsets.UTF_8);
  }

  /** Bytes of the arrays. */
  long bytes() {
    return utf8.length + (long) Integer.BYTES * firstBytes.length;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PackedKeys that
        && Arrays.equals(utf8, that.utf8)
        && Arrays.equals(firstBytes, that.firstBytes);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(utf8) + Arrays.hashCode(firstBytes);
  }
}
