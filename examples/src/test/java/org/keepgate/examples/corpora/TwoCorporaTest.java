package org.keepgate.examples.corpora;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepgate.examples.corpora.TwoCorpora.Corpus;

@DisplayName("The two corpora, cut for training, validation and test")
class TwoCorporaTest {
  private static final int BLOCK = TwoCorpora.BLOCK;

  @TempDir private Path folder;

  @Test
  @DisplayName("every byte goes to one part, eight blocks, one and one in turn")
  void everyByteOnce() throws IOException {
    byte[] text = new byte[23 * BLOCK + 17];
    new Random(3).nextBytes(text);
    Path parts = folder.resolve("parts");
    String said = TwoCorpora.cut(Corpus.WAR_AND_PEACE, write("text", text), parts);
    assertEquals(
        "230,017 bytes, 256 of them different; the paper's copy has 3,258,246 and 87", said);
    byte[] train = joined(parts.resolve("train"));
    assertEquals(text.length - 4 * BLOCK, train.length);
    assertBytes(text, 8, joined(parts.resolve("valid")), 0);
    assertBytes(text, 18, joined(parts.resolve("valid")), 1);
    assertBytes(text, 9, joined(parts.resolve("test")), 0);
    assertBytes(text, 19, joined(parts.resolve("test")), 1);
    assertBytes(text, 7, train, 7);
    assertBytes(text, 10, train, 8);
    assertEquals(text[text.length - 1], train[train.length - 1]);
  }

  @Test
  @DisplayName("a folder of sources is read in the order of its names, and nothing else in it")
  void sources() throws IOException {
    byte[] one = new byte[11 * BLOCK];
    byte[] two = new byte[9 * BLOCK];
    Arrays.fill(one, (byte) 1);
    Arrays.fill(two, (byte) 2);
    write("tree/b.c", two);
    write("tree/a.h", one);
    write("tree/readme", new byte[5]);
    Path parts = folder.resolve("parts");
    TwoCorpora.cut(Corpus.LINUX, folder.resolve("tree"), parts);
    assertEquals(18 * BLOCK, joined(parts.resolve("train")).length);
    assertEquals(2, joined(parts.resolve("test"))[0]);
  }

  @Test
  @DisplayName("too little text, a folder that is there, no text: a sentence")
  void refuses() throws IOException {
    Path little = write("little", new byte[BLOCK]);
    Path parts = folder.resolve("parts");
    refused(little, parts, "expected at least 100000 bytes");
    refused(folder.resolve("none"), parts, "expected a file or folder that can be read");
    assertFalse(Files.exists(parts));
    Path text = write("text", new byte[10 * BLOCK]);
    refused(text, folder, "expected nothing there");
  }

  private static void refused(Path text, Path parts, String sentence) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> TwoCorpora.cut(Corpus.WAR_AND_PEACE, text, parts));
    assertTrue(String.valueOf(refused.getMessage()).contains(sentence), refused.getMessage());
  }

  private static void assertBytes(byte[] text, int block, byte[] part, int at) {
    assertEquals(
        -1,
        Arrays.mismatch(
            Arrays.copyOfRange(text, block * BLOCK, (block + 1) * BLOCK),
            Arrays.copyOfRange(part, at * BLOCK, (at + 1) * BLOCK)));
  }

  private static byte[] joined(Path part) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(part)) {
      files = all.sorted().toList();
    }
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (Path file : files) {
      joined.write(Files.readString(file).getBytes(StandardCharsets.ISO_8859_1));
    }
    return joined.toByteArray();
  }

  private Path write(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }
}
