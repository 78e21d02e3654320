package org.keepgate.examples.corpora;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Cuts a copy of War and Peace, or of the Linux kernel's source, for the character experiment of
 * Karpathy, Johnson and Fei-Fei (2015), "Visualizing and understanding recurrent networks".
 *
 * <p>A symbol is a byte: byte b is written as the character U+00b, so that the vocabulary is that
 * of the bytes. The text is cut into blocks of {@value #BLOCK} bytes, which are dealt in turn: of
 * ten blocks of War and Peace one is for validation and one for the test, of twenty of the kernel
 * one and one (80/10/10 and 90/5/5 %). The paper does not say how long its blocks are.
 *
 * <p>Arguments: war-and-peace | linux, a file or a folder of sources (all {@code .c} and {@code .h}
 * files below it, in the order of their names), and the folder to write train, valid and test to.
 */
public final class TwoCorpora {
  /** Long enough that few symbols lose their context at a cut. */
  static final int BLOCK = 10_000;

  /** A corpus of the paper: its bytes, its different bytes, and how its blocks are dealt. */
  enum Corpus {
    WAR_AND_PEACE(3_258_246, 87, 10),
    LINUX(6_206_996, 101, 20);

    private final int bytes;
    private final int vocabulary;
    private final int turn;

    Corpus(int bytes, int vocabulary, int turn) {
      this.bytes = bytes;
      this.vocabulary = vocabulary;
      this.turn = turn;
    }

    /** Where a block goes: the last two of each turn are held out. */
    String part(int block) {
      int place = block % turn;
      return place == turn - 2 ? "valid" : place == turn - 1 ? "test" : "train";
    }
  }

  private TwoCorpora() {}

  /** Cuts a corpus; exit code 1 and a sentence where that cannot be done. */
  public static void main(String[] arguments) {
    try {
      if (arguments.length != 3) {
        throw new IllegalArgumentException(
            "expected three arguments: war-and-peace or linux, the text, and a new folder; found "
                + arguments.length);
      }
      System.err.println(cut(corpus(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2])));
    } catch (IllegalArgumentException | IOException e) {
      System.err.println("two-corpora: " + e.getMessage());
      System.exit(1);
    }
  }

  private static Corpus corpus(String name) {
    return Stream.of(Corpus.values())
        .filter(corpus -> corpus.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "corpus: expected war-and-peace or linux; found '" + name + "'"));
  }

  /**
   * Writes the three parts; returns in a sentence how the copy differs from the paper's.
   *
   * @throws IllegalArgumentException when there is no text, or too little to hold blocks out
   */
  static String cut(Corpus corpus, Path text, Path folder) throws IOException {
    byte[] bytes = bytes(text);
    int blocks = (bytes.length + BLOCK - 1) / BLOCK;
    if (blocks < corpus.turn) {
      throw new IllegalArgumentException(
          text
              + ": expected at least "
              + corpus.turn * BLOCK
              + " bytes, to hold blocks out; found "
              + bytes.length
              + ": give the whole corpus");
    }
    if (Files.exists(folder)) {
      throw new IllegalArgumentException(
          folder + ": expected nothing there; choose a new folder, or remove it");
    }
    for (String part : List.of("train", "valid", "test")) {
      Files.createDirectories(folder.resolve(part));
    }
    int first = 0; // of a run of blocks that go to the same part: one text
    for (int block = 1; block <= blocks; block++) {
      if (block == blocks || !corpus.part(block).equals(corpus.part(first))) {
        byte[] run =
            Arrays.copyOfRange(bytes, first * BLOCK, Math.min(bytes.length, block * BLOCK));
        String name = String.format(Locale.ROOT, "%s/blocks-%05d.txt", corpus.part(first), first);
        Files.writeString(folder.resolve(name), new String(run, StandardCharsets.ISO_8859_1));
        first = block;
      }
    }
    return sentence(corpus, bytes);
  }

  private static String sentence(Corpus corpus, byte[] bytes) {
    boolean[] seen = new boolean[1 << Byte.SIZE];
    for (byte each : bytes) {
      seen[each & 0xff] = true;
    }
    int vocabulary = 0;
    for (boolean occurs : seen) {
      vocabulary += occurs ? 1 : 0;
    }
    return String.format(
        Locale.ROOT,
        "%,d bytes, %d of them different; the paper's copy has %,d and %d",
        bytes.length,
        vocabulary,
        corpus.bytes,
        corpus.vocabulary);
  }

  private static byte[] bytes(Path text) throws IOException {
    if (!Files.isDirectory(text)) {
      if (!Files.isReadable(text)) {
        throw new IllegalArgumentException(text + ": expected a file or folder that can be read");
      }
      return Files.readAllBytes(text);
    }
    List<Path> sources;
    try (Stream<Path> all = Files.walk(text)) {
      sources =
          all.filter(Files::isRegularFile)
              .filter(file -> file.toString().matches(".*\\.[ch]"))
              .sorted()
              .toList();
    }
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (Path source : sources) {
      joined.write(Files.readAllBytes(source));
    }
    return joined.toByteArray();
  }
}
