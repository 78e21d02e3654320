package org.keepgate.spark.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepgate.sequence.Sequence;
import org.keepgate.spark.SharedSpark;
import org.keepgate.training.setting.SettingCatalog;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;

@DisplayName("What is held out does not leak into what is learned from")
class HeldOutTest {
  private static final SettingCatalog CATALOG = new SettingCatalog(InputSettings.group());

  @TempDir Path folder;

  @ParameterizedTest(name = "window {0}, horizon {1}, stride {2}")
  @CsvSource({"5,1,1", "5,3,1", "3,2,2"})
  @DisplayName("series: whatever stands in the tail, training and its units stay as they are")
  void tailOfSeries(int window, int horizon, int stride) throws IOException {
    Settings settings =
        Settings.defaults(CATALOG, Task.FORECAST)
            .with("window", String.valueOf(window))
            .with("horizon", String.valueOf(horizon))
            .with("stride", String.valueOf(stride))
            .with("groupBy", "shop")
            .with("orderBy", "t")
            .with("features", "value")
            .with("validationFraction", "0.2")
            .with("testFraction", "0.1");
    int rows = 40;
    List<float[]> known = trainingOfSeries(settings, rows, 28, 1);
    assertEquals(2 * ((28 - window - horizon) / stride + 1), known.size(), "both shops' windows");
    assertSame(known, trainingOfSeries(settings, rows, 28, -1000)); // 12 rows of the tail
    List<float[]> other = trainingOfSeries(settings, rows, 27, -1000); // one row more
    assertNotEquals(known.get(0)[0], other.get(0)[0], "its units are of that row, too");
  }

  /** Values of two shops, those from a row on times a factor; what training sees of them. */
  private List<float[]> trainingOfSeries(Settings settings, int rows, int from, float factor)
      throws IOException {
    StringBuilder table = new StringBuilder("shop,t,value\n");
    Random random = new Random(4);
    for (int row = 0; row < rows; row++) {
      for (String shop : List.of("a", "b")) {
        double value = random.nextGaussian() * (row < from ? 1 : factor);
        table.append(shop).append(',').append(row).append(',').append(value).append('\n');
      }
    }
    Files.writeString(folder.resolve("series.csv"), table);
    SeriesSource source =
        new SeriesSource(
            SharedSpark.session(), folder.resolve("series.csv").toString(), settings, false);
    Encoding encoding = source.fit();
    Map<String, float[]> seen = new TreeMap<>();
    for (Sequence sequence : source.sequences(encoding, Part.TRAINING).collect()) {
      float[] features = sequence.features();
      float[] values = sequence.values();
      assertNotNull(features);
      assertNotNull(values);
      float[] all = Arrays.copyOf(features, features.length + values.length);
      System.arraycopy(values, 0, all, features.length, values.length);
      seen.put(sequence.key(), all);
    }
    return List.copyOf(seen.values());
  }

  private static void assertSame(List<float[]> expected, List<float[]> found) {
    assertEquals(expected.size(), found.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), found.get(i), 0f); // to the bit
    }
  }

  @Test
  @DisplayName("texts: a file is in one part, and its copies under other names with it")
  void copiesOfTexts() throws IOException {
    for (int file = 0; file < 30; file++) {
      String text = "the same length, " + (char) ('a' + file % 10) + "\n"; // each three times
      Files.writeString(folder.resolve("f" + file + ".txt"), text.repeat(1 + file % 2));
    }
    Settings settings =
        Settings.defaults(CATALOG, Task.LANGUAGE_MODEL)
            .with("validationFraction", "0.2")
            .with("testFraction", "0.1");
    Map<Part, Set<String>> texts = new EnumMap<>(Part.class);
    List<Integer> files = new ArrayList<>();
    TextSource source = new TextSource(SharedSpark.context(), folder.toString(), settings);
    Encoding whole = source.fit();
    for (Part part : Part.values()) {
      List<Sequence> sequences = source.sequences(whole, part).collect();
      files.add(sequences.size());
      texts.put(
          part,
          sequences.stream()
              .map(sequence -> originalOf(sequence.key()))
              .collect(Collectors.toCollection(TreeSet::new)));
    }
    assertEquals(List.of(21, 6, 3), files);
    for (Part part : Part.values()) {
      for (Part other : Part.values()) {
        assertTrue(
            part == other || Collections.disjoint(texts.get(part), texts.get(other)),
            texts.toString());
      }
    }
  }

  /** Files 0, 10 and 20 have the same text. */
  private static String originalOf(String key) {
    String number = TextPieces.path(key).replaceAll("\\D", "");
    return String.valueOf(Integer.parseInt(number) % 10);
  }

  @Test
  @DisplayName("copies are found by content alone: files of one length that differ are none")
  void copiesAreFoundByContent() {
    HeldOut heldOut = new HeldOut(0.5, 0);
    List<String> names = List.of("a", "b", "c", "d");
    Map<String, Part> alone = heldOut.parts(names, Map.of());
    assertEquals(2, alone.values().stream().filter(part -> part == Part.VALIDATION).count());
    Map<String, Part> copied = heldOut.parts(names, Map.of("b", "a", "c", "a", "d", "a"));
    assertEquals(Set.of(Part.TRAINING), Set.copyOf(copied.values()), "one text: nothing is left");
  }

  @Test
  @DisplayName(
      "independent sequences: equal ones are in one part, whatever their order, files and names")
  void equalSequences() throws IOException {
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < 300; row++) {
      int content = row % 100; // each three times
      rows.add(content % 3 + "," + content + "," + content * 7);
    }
    Settings settings =
        Settings.defaults(CATALOG, Task.CLASSIFY)
            .with("validationFraction", "0.2")
            .with("testFraction", "0.1")
            .with("idColumn", "id");
    Map<String, Set<Part>> inOrder = partsOfRows(settings, rows, "one", 300);
    assertEquals(100, inOrder.size());
    inOrder.forEach((content, parts) -> assertEquals(1, parts.size(), content));
    assertEquals(
        Set.of(Part.values()),
        inOrder.values().stream().flatMap(Set::stream).collect(Collectors.toSet()));
    Collections.shuffle(rows, new Random(8));
    assertEquals(inOrder, partsOfRows(settings, rows, "many", 17));
  }

  /** The parts that rows of the same content fall into, written to files of so many rows. */
  private Map<String, Set<Part>> partsOfRows(
      Settings settings, List<String> rows, String name, int rowsOfFile) throws IOException {
    Path table = Files.createDirectory(folder.resolve(name));
    for (int from = 0; from < rows.size(); from += rowsOfFile) {
      StringBuilder file = new StringBuilder("id,label,a,b\n");
      for (int row = from; row < Math.min(rows.size(), from + rowsOfFile); row++) {
        file.append(name).append(row).append(',').append(rows.get(row)).append('\n');
      }
      Files.writeString(table.resolve(name + "-" + (1000 - from) + ".csv"), file);
    }
    LabelledSource source =
        new LabelledSource(SharedSpark.session(), table.toString(), settings, true);
    Encoding encoding = source.fit();
    Map<String, Set<Part>> parts = new TreeMap<>();
    for (Part part : Part.values()) {
      for (Sequence sequence : source.sequences(encoding, part).collect()) {
        String content = Arrays.toString(sequence.features()) + Arrays.toString(sequence.classes());
        parts.computeIfAbsent(content, unseen -> new TreeSet<>()).add(part);
      }
    }
    return parts;
  }
}
