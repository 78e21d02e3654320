package org.keepgate.sequence;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 over arrays, to tell contents apart and to order them in a way that depends on nothing
 * else: the same content has the same digest on every machine.
 */
public final class ContentDigest {
  private static final int CHUNK = 4096;

  private final MessageDigest sha256;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);

  /** A digest of nothing yet. */
  public ContentDigest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no SHA-256; every other has", e);
    }
  }

  /** Adds a number. */
  public ContentDigest add(int value) {
    chunk.clear().putInt(value);
    return update();
  }

  /** Adds a number. */
  public ContentDigest add(long value) {
    chunk.clear().putLong(value);
    return update();
  }

  /** Adds a text and its length. */
  public ContentDigest add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    sha256.update(bytes);
    return this;
  }

  /** Adds an array and its length; no array is other than an empty one. */
  public ContentDigest add(int @Nullable [] values) {
    add(values == null ? -1 : values.length);
    for (int from = 0; values != null && from < values.length; from += CHUNK / Integer.BYTES) {
      int count = Math.min(CHUNK / Integer.BYTES, values.length - from);
      chunk.clear();
      for (int k = 0; k < count; k++) {
        chunk.putInt(values[from + k]);
      }
      update();
    }
    return this;
  }

  /** Adds an array by its bits, and its length; no array is other than an empty one. */
  public ContentDigest add(float @Nullable [] values) {
    add(values == null ? -1 : values.length);
    for (int from = 0; values != null && from < values.length; from += CHUNK / Float.BYTES) {
      int count = Math.min(CHUNK / Float.BYTES, values.length - from);
      chunk.clear();
      for (int k = 0; k < count; k++) {
        chunk.putInt(Float.floatToIntBits(values[from + k]));
      }
      update();
    }
    return this;
  }

  /** The first 64 bits of the digest of all that was added; then starts again with nothing. */
  public long finish() {
    return ByteBuffer.wrap(sha256.digest()).getLong();
  }

  private ContentDigest update() {
    chunk.flip();
    sha256.update(chunk);
    return this;
  }
}
