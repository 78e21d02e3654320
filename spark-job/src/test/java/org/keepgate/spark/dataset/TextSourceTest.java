package org.keepgate.spark.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.Vocabulary;
import org.keepgate.spark.SharedSpark;
import org.keepgate.training.setting.SettingCatalog;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;

@DisplayName("Text source: files of a tree as pieces of symbols")
class TextSourceTest {
  private static final SettingCatalog CATALOG = new SettingCatalog(InputSettings.group());

  @TempDir Path folder;
  private Settings settings =
      Settings.defaults(CATALOG, Task.LANGUAGE_MODEL).with("validationFraction", "0");

  private TextSource source() {
    return new TextSource(SharedSpark.context(), folder.toString(), settings);
  }

  private void write(String path, String text) throws IOException {
    write(path, text.getBytes(UTF_8));
  }

  private void write(String path, byte[] bytes) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  /** The texts of sequences by key, boundaries as '|'. */
  private static List<String> texts(List<Sequence> sequences, Vocabulary vocabulary) {
    List<String> texts = new ArrayList<>();
    for (Sequence sequence : sequences) {
      StringBuilder text = new StringBuilder(sequence.key()).append(' ');
      int[] symbols = sequence.symbols();
      assertNotNull(symbols);
      for (int symbol : symbols) {
        text.append(symbol == 0 ? "|" : vocabulary.symbol(symbol));
      }
      texts.add(text.toString());
    }
    return texts;
  }

  @Test
  @DisplayName("each file is a text between boundaries; hidden and empty files are left out")
  void tree() throws IOException {
    write("b/two.txt", "bé");
    write("a.txt", "\uFEFFx\ud83d\ude00");
    write(".hidden", "zzz");
    write("_SUCCESS", "");
    write("empty.txt", "");
    TextSource source = source();
    Encoding encoding = source.fit();
    Vocabulary vocabulary = encoding.symbols();
    assertNotNull(vocabulary);
    assertEquals(
        Set.of("<boundary>", "<unknown>", "b", "é", "x", "\ud83d\ude00"),
        Set.copyOf(vocabulary.symbols()));
    assertEquals(
        List.of("a.txt@000000000000 |x\ud83d\ude00|", "b/two.txt@000000000000 |bé|"),
        texts(source.sequences(encoding).collect(), vocabulary));
  }

  @Test
  @DisplayName("words are what stands between white space, line ends words of their own")
  void words() throws IOException {
    write("a.txt", "  to be,\tor\r\nnot\n\n");
    settings = settings.with("inputUnit", "words");
    TextSource source = source();
    Encoding encoding = source.fit();
    Vocabulary vocabulary = encoding.symbols();
    assertNotNull(vocabulary);
    int[] symbols = source.sequences(encoding).collect().get(0).symbols();
    assertNotNull(symbols);
    List<String> words = new ArrayList<>();
    for (int symbol : symbols) {
      words.add(vocabulary.symbol(symbol));
    }
    assertEquals(
        List.of("<boundary>", "to", "be,", "or", "\n", "not", "\n", "\n", "<boundary>"), words);
  }

  @Test
  @DisplayName("a long text is cut into pieces in which every symbol is a target once")
  void pieces() throws IOException {
    int length = 2 * TextPieces.LONGEST + 10;
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) ('a' + i % 7));
    }
    write("long.txt", text.toString());
    TextSource source = source();
    List<Sequence> pieces = source.sequences(source.fit()).collect();
    assertEquals(3, pieces.size());
    assertEquals(length + 1, pieces.stream().mapToInt(Sequence::length).sum());
    for (int k = 1; k < pieces.size(); k++) {
      int[] before = pieces.get(k - 1).symbols();
      int[] piece = pieces.get(k).symbols();
      assertNotNull(before);
      assertNotNull(piece);
      assertTrue(before.length <= TextPieces.LONGEST);
      assertEquals(before[before.length - 1], piece[0], "begins with the symbol before it");
    }
    assertEquals("long.txt", TextPieces.path(pieces.get(2).key()));
  }

  @Test
  @DisplayName("to train on, texts are cut so that many workers have even shares; not to evaluate")
  void evenShares() throws IOException {
    write("long.txt", "ab".repeat(30_000));
    for (int i = 0; i < 10; i++) {
      write("short" + i + ".txt", "abc".repeat(1000 + 100 * i));
    }
    TextSource source = source();
    Encoding encoding = source.fit();
    long steps = source.sequences(encoding).map(Sequence::length).reduce(Integer::sum);
    List<List<SequenceBlock>> shares =
        SequencePartitioner.deal(source.trainingSequences(encoding, 4), encoding.format(), 4)
            .glom()
            .collect();
    for (List<SequenceBlock> share : shares) {
      long ofShare = share.stream().mapToLong(SequenceBlock::steps).sum();
      assertEquals(steps / 4.0, (double) ofShare, 0.1 * steps / 4.0, "all targets are " + steps);
    }
    assertEquals(11, source.sequences(encoding, Part.TRAINING).count());
    assertEquals(11, source.trainingSequences(encoding, 1).count(), "one worker needs no cut");
  }

  @Test
  @DisplayName("places in an input are written with the same digits in every language")
  void places() {
    Locale before = Locale.getDefault(Locale.Category.FORMAT);
    Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      assertEquals("\u0667", String.format("%d", 7), "a language with digits of its own");
      assertEquals("000000000007", NumberText.place(7));
      assertEquals("1234567890123", NumberText.place(1234567890123L));
    } finally {
      Locale.setDefault(Locale.Category.FORMAT, before);
    }
  }

  @Test
  @DisplayName("a piece is a sixteenth of a share, within bounds")
  void lengthOfPieces() {
    assertEquals(5000, TextPieces.longest(640_000, 8));
    assertEquals(4096, TextPieces.longest(10_000, 8));
    assertEquals(TextPieces.LONGEST, TextPieces.longest(1L << 40, 8));
    assertEquals(TextPieces.LONGEST, TextPieces.longest(10_000, 1));
  }

  @Test
  @DisplayName("bytes that are not UTF-8 are named with file and offset, or replaced on demand")
  void malformed() throws IOException {
    byte[] bytes = "a".repeat(70_000).getBytes(UTF_8);
    bytes[69_999] = (byte) 0xE9; // Latin-1 é, at the end: an unfinished character
    write("good.txt", "fine");
    write("bad.txt", bytes);
    InputException refusal = assertThrows(InputException.class, () -> source().fit());
    assertEquals(
        "bad.txt, byte 69999: expected UTF-8; found 0xE9; mend the file, or replace such bytes by"
            + " --set malformedText=replace",
        refusal.getMessage());
    settings = settings.with("malformedText", "replace");
    Vocabulary vocabulary = source().fit().symbols();
    assertNotNull(vocabulary);
    assertTrue(vocabulary.contains("\uFFFD"));
  }

  @Test
  @DisplayName("whole files are held out, the same ones each time, about the wanted share")
  void heldOutFiles() throws IOException {
    for (int i = 0; i < 40; i++) {
      write("d" + i % 3 + "/f" + i, "text " + i);
    }
    settings = settings.with("validationFraction", "0.1").with("testFraction", "0.05");
    TextSource source = source();
    Encoding encoding = source.fit();
    Set<String> all = new TreeSet<>();
    List<Integer> sizes = new ArrayList<>();
    for (Part part : Part.values()) {
      Set<String> keys = keys(source, encoding, part);
      assertEquals(keys, keys(source(), encoding, part));
      all.addAll(keys);
      sizes.add(keys.size());
    }
    assertEquals(List.of(34, 4, 2), sizes);
    assertEquals(40, all.size(), "no file is in two parts");
  }

  private static Set<String> keys(TextSource source, Encoding encoding, Part part) {
    return source.sequences(encoding, part).collect().stream()
        .map(Sequence::key)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  @DisplayName("of a single file the end is held out, every symbol in one part")
  void heldOutEnd() throws IOException {
    write("one.txt", "abcdefghij".repeat(10));
    settings = settings.with("validationFraction", "0.1").with("testFraction", "0.2");
    TextSource source = source();
    Encoding encoding = source.fit();
    List<Integer> lengths = new ArrayList<>();
    for (Part part : Part.values()) {
      lengths.add(source.sequences(encoding, part).collect().get(0).length());
    }
    assertEquals(List.of(71, 11, 21), lengths); // each with its closing boundary
  }

  @Test
  @DisplayName("a path filter chooses files; nothing left is an error that says so")
  void filter() throws IOException {
    write("a.scala", "s");
    write("b.java", "j");
    settings = settings.with("pathFilter", "*.scala");
    assertTrue(source().description().startsWith("one file"));
    settings = settings.with("pathFilter", "*.py");
    String message = sentence();
    assertTrue(message.contains("pathFilter=*.py lets through (2 left out)"), message);
  }

  private String sentence() {
    return String.valueOf(assertThrows(InputException.class, this::source).getMessage());
  }

  @Test
  @DisplayName("an input that is missing, has no files or only empty ones is refused")
  void nothing() throws IOException {
    String none = sentence();
    assertTrue(none.contains("expected a directory with readable files"), none);
    write("empty", "");
    String empty = sentence();
    assertTrue(empty.contains("expected content"), empty);
    folder = folder.resolve("missing");
    String missing = sentence();
    assertTrue(missing.contains("expected a file or a directory; found nothing"), missing);
  }
}
