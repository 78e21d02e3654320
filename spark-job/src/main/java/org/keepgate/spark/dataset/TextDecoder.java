package org.keepgate.spark.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.InputException;

/**
 * Reads the characters (code points) of a UTF-8 file one after another in bounded memory, strictly:
 * bytes that are not UTF-8 are an error with their offset, unless they are to be replaced.
 */
final class TextDecoder {
  static final int END = -1;

  private static final int BYTE_ORDER_MARK = 0xFEFF;
  private static final int BUFFER = 1 << 16;

  private final InputFile file;
  private final InputStream stream;
  private final CharsetDecoder decoder;
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).flip();
  private final CharBuffer characters = CharBuffer.allocate(BUFFER).flip();
  private long consumed; // bytes before those in the buffer
  private boolean streamEnded;
  private boolean ended;
  private boolean started;

  /**
   * @param replace whether malformed bytes become U+FFFD
   */
  TextDecoder(InputFile file, InputStream stream, boolean replace) {
    this.file = file;
    this.stream = stream;
    CodingErrorAction action = replace ? CodingErrorAction.REPLACE : CodingErrorAction.REPORT;
    this.decoder =
        StandardCharsets.UTF_8.newDecoder().onMalformedInput(action).onUnmappableCharacter(action);
  }

  /** The next character, or {@link #END}. */
  int next() {
    int first = nextUnit();
    if (!started) {
      started = true;
      first = first == BYTE_ORDER_MARK ? nextUnit() : first;
    }
    if (first == END || !Character.isHighSurrogate((char) first)) {
      return first;
    }
    return Character.toCodePoint((char) first, (char) nextUnit()); // the decoder makes whole pairs
  }

  private int nextUnit() {
    while (!characters.hasRemaining()) {
      if (ended) {
        return END;
      }
      decode();
    }
    return characters.get();
  }

  private void decode() {
    fill();
    characters.clear();
    CoderResult result = decoder.decode(bytes, characters, streamEnded);
    if (result.isError()) {
      throw malformed(result);
    }
    if (streamEnded && result.isUnderflow()) {
      decoder.flush(characters);
      ended = true;
    }
    characters.flip();
  }

  private InputException malformed(CoderResult result) {
    StringBuilder found = new StringBuilder();
    for (int i = 0; i < result.length(); i++) {
      found.append(String.format(" 0x%02X", bytes.get(bytes.position() + i)));
    }
    return new InputException(
        file.path()
            + ", byte "
            + (consumed + bytes.position())
            + ": expected UTF-8; found"
            + found
            + "; mend the file, or replace such bytes by --set malformedText=replace");
  }

  private void fill() {
    consumed += bytes.position();
    bytes.compact();
    try {
      while (bytes.hasRemaining() && !streamEnded) {
        int read = stream.read(bytes.array(), bytes.position(), bytes.remaining());
        if (read < 0) {
          streamEnded = true;
          stream.close();
        } else {
          bytes.position(bytes.position() + read);
        }
      }
    } catch (IOException e) {
      throw file.unreadable(e);
    }
    bytes.flip();
  }

  /**
   * Decodes one stretch of bytes.
   *
   * @return the text, or null when it is not UTF-8
   */
  static @Nullable String decode(byte[] bytes, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
