package org.keepgate.spark.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.Standardizer;
import org.keepgate.sequence.Vocabulary;
import org.keepgate.spark.SharedSpark;
import org.keepgate.training.setting.SettingCatalog;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;

@DisplayName("Labelled source: rows of tables as sequences with classes")
class LabelledSourceTest {
  private static final SettingCatalog CATALOG = new SettingCatalog(InputSettings.group());

  @TempDir Path folder;
  private final SparkSession spark = SharedSpark.session();
  private Settings settings =
      Settings.defaults(CATALOG, Task.CLASSIFY).with("validationFraction", "0");

  private LabelledSource source(String name) {
    return new LabelledSource(spark, folder.resolve(name).toString(), settings, true);
  }

  private void write(String name, String... lines) throws IOException {
    Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
  }

  private List<Sequence> sequences(String name) {
    LabelledSource source = source(name);
    return sorted(source.sequences(source.fit()).collect());
  }

  private static List<Sequence> sorted(List<Sequence> sequences) {
    return sequences.stream().sorted(Comparator.comparing(Sequence::key)).toList();
  }

  @Test
  @DisplayName("a wide row is cut into steps; features are standardized, classes numbered")
  void wide() throws IOException {
    write(
        "t.csv", "id,label,a,b,c,d", "\"r,1\",x,1,2,3,4", "r2,\"y\",3,4,5,6", "r3,x,5, 6 ,7e0,+8");
    settings = settings.with("steps", "2").with("idColumn", "id");
    List<Sequence> sequences = sequences("t.csv");
    Sequence first = sequences.get(0);
    assertEquals("r,1", first.key());
    assertEquals(2, first.length());
    assertEquals(2, first.featureSize());
    float[] values = raw(source("t.csv"), first);
    assertArrayEquals(new float[] {1, 2, 3, 4}, values, 1e-6f);
    assertArrayEquals(new int[] {0}, sequences.get(0).classes());
    assertArrayEquals(new int[] {1}, sequences.get(1).classes());
  }

  private static float[] raw(LabelledSource source, Sequence sequence) {
    Standardizer standardizer = source.fit().inputs();
    float[] features = sequence.features();
    assertNotNull(standardizer);
    assertNotNull(features);
    float[] values = features.clone();
    standardizer.invert(values);
    return values;
  }

  @Test
  @DisplayName(
      "the same rows in CSV, compressed CSV, JSON lines and Parquet are the same sequences")
  void formats() throws IOException {
    write("t.csv", "label,a,b", "x,1,2.5", "y,-3,4", "x,0.1,0");
    byte[] csv = Files.readAllBytes(folder.resolve("t.csv"));
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("t.csv.gz")))) {
      out.write(csv);
    }
    write(
        "t.jsonl",
        "{\"label\":\"x\",\"a\":1,\"b\":2.5}",
        "",
        "{\"a\":-3,\"b\":4,\"label\":\"y\",\"more\":null}",
        "{\"label\":\"x\",\"a\":0.1,\"b\":0}");
    Dataset<Row> rows =
        spark
            .read()
            .option("header", "true")
            .option("inferSchema", "true")
            .csv(folder.resolve("t.csv").toString());
    rows.coalesce(1).write().parquet(folder.resolve("t.parquet").toString());
    List<Sequence> expected = sequences("t.csv");
    assertEquals(3, expected.size());
    for (String other : List.of("t.csv.gz", "t.jsonl", "t.parquet")) {
      List<Sequence> found = sequences(other);
      for (int i = 0; i < expected.size(); i++) {
        assertArrayEquals(expected.get(i).features(), found.get(i).features(), other);
        assertArrayEquals(expected.get(i).classes(), found.get(i).classes(), other);
      }
    }
  }

  @Test
  @DisplayName("columns of arrays: side by side, one element a step; arrays of arrays, too")
  void arrays() throws IOException {
    write(
        "t.jsonl",
        "{\"label\":1,\"u\":[1,2,3],\"v\":[[10,20],[30,40],[50,60]]}",
        "{\"label\":2,\"u\":[4],\"v\":[[70,80]]}");
    LabelledSource source = source("t.jsonl");
    Sequence first = sorted(source.sequences(source.fit()).collect()).get(0);
    assertEquals(3, first.length());
    assertArrayEquals(new float[] {1, 10, 20, 2, 30, 40, 3, 50, 60}, raw(source, first), 1e-5f);
  }

  @Test
  @DisplayName("tags: an array of labels as long as the sequence; symbols may be words")
  void tags() throws IOException {
    settings =
        Settings.defaults(CATALOG, Task.TAG)
            .with("validationFraction", "0")
            .with("label", "tags")
            .with("features", "words");
    write(
        "t.jsonl",
        "{\"words\":[\"the\",\"keep\",\"gate\"],\"tags\":[\"D\",\"N\",\"N\"]}",
        "{\"words\":[\"keep\"],\"tags\":[\"V\"]}");
    List<Sequence> sequences = sequences("t.jsonl");
    assertArrayEquals(new int[] {0, 1, 1}, sequences.get(0).classes()); // D N V in order
    assertEquals(3, sequences.get(0).length());
    assertNotNull(sequences.get(0).symbols());
  }

  @Test
  @DisplayName("classes are in the order of their numbers, or of their letters")
  void classesInOrder() throws IOException {
    write("n.csv", "label,a", "10,1", "9,2", "10,3", "-1,4");
    write("w.csv", "label,a", "b,1", "a,2", "b,3", "10,4");
    Vocabulary numbers = source("n.csv").fit().labels();
    Vocabulary words = source("w.csv").fit().labels();
    assertNotNull(numbers);
    assertNotNull(words);
    assertEquals(List.of("-1", "9", "10"), numbers.symbols());
    assertEquals(List.of("10", "a", "b"), words.symbols());
  }

  @Test
  @DisplayName("long form: rows in any order, ordered within their group")
  void longForm() throws IOException {
    settings = settings.with("groupBy", "who").with("orderBy", "day").with("features", "v");
    write(
        "t.csv",
        "who,day,v,label",
        "ann,2000-01-10,3,yes",
        "bob,2000-01-01,9,no",
        "ann,2000-01-02,2,yes",
        "ann,1999-12-31,1,yes");
    List<Sequence> sequences = sequences("t.csv");
    assertEquals(List.of("ann", "bob"), sequences.stream().map(Sequence::key).toList());
    assertArrayEquals(new float[] {1, 2, 3}, raw(source("t.csv"), sequences.get(0)), 1e-5f);
  }

  @Test
  @DisplayName("a split column names the parts; what it leaves out is cut from training by hash")
  void split() throws IOException {
    StringBuilder rows = new StringBuilder("split,label,a\n");
    for (int i = 0; i < 200; i++) {
      rows.append(i % 4 == 0 ? "test" : "train").append(',').append(i % 3).append(',').append(i);
      rows.append('\n');
    }
    Files.writeString(folder.resolve("t.csv"), rows);
    settings = settings.with("splitColumn", "split").with("validationFraction", "0.2");
    LabelledSource source = source("t.csv");
    Encoding encoding = source.fit();
    long test = source.sequences(encoding, Part.TEST).count();
    long validation = source.sequences(encoding, Part.VALIDATION).count();
    long training = source.sequences(encoding, Part.TRAINING).count();
    assertEquals(50, test);
    assertEquals(150, training + validation);
    assertTrue(validation >= 15 && validation <= 45, "about a fifth of 150, found " + validation);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "x,,2|t.csv, row 2 (line 3), column a: expected a finite number; found nothing|missing",
        "x,n/a,2|t.csv, row 2 (line 3), column a: expected a finite number; found 'n/a'|text",
        "x,1,NaN|t.csv, row 2 (line 3), column b: expected a finite number; found 'NaN'|NaN",
        "x,1,Infinity|t.csv, row 2 (line 3), column b: expected a finite number; found"
            + " 'Infinity'|infinite",
        "x,1e39,2|t.csv, row 2 (line 3), column a: expected a number in the range of 32-bit floats"
            + " (±3.4e38); found '1e39'|too large",
        "x,1|t.csv, row 2 (line 3): expected 3 fields as in the header; found 2|ragged",
        "x,1,2,3|t.csv, row 2 (line 3): expected 3 fields as in the header; found 4|too many",
        "\"x,1,2|t.csv, row 2 (line 3): expected a closing quote on the same line; mend the"
            + " line|open quote",
        ",1,2|t.csv, row 2 (line 3), column label: expected a value; found nothing|no label"
      })
  @DisplayName("a bad row of CSV is named by file, row, line and column")
  void badRow(String row, String sentence, String name) throws IOException {
    write("t.csv", "label,a,b", "y,1,2", row, "x,3,4");
    InputException refusal =
        assertThrows(InputException.class, () -> sequences("t.csv"), () -> name);
    assertEquals(sentence, refusal.getMessage());
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"label\":1,\"v\":[]}|t.jsonl, row 2, column v: expected a sequence of at least one step;"
            + " found an empty array",
        "{\"label\":1,\"v\":[[1,2],[3]]}|t.jsonl, row 2, column v: expected the same number of"
            + " features at every step, 2; found 1 at step 2",
        "{\"label\":1,\"v\":[[1,2,3]]}|t.jsonl, row 2, column v: expected 2 features a step; found"
            + " 3",
        "{\"label\":1,\"v\":[[1,null]]}|t.jsonl, row 2, column v: expected a finite number at step"
            + " 1; found null",
        "{\"label\":1,\"v\":7}|t.jsonl, row 2, column v: expected an array, one element a step;"
            + " found '7'",
        "{\"label\":1}|t.jsonl, row 2, column v: expected an array, one element a step; found"
            + " nothing",
        "[1]|t.jsonl, row 2: expected a JSON object; found an array"
      })
  @DisplayName("a bad row of JSON lines is named by file, row, column and step")
  void badJson(String row, String sentence) throws IOException {
    write("t.jsonl", "{\"label\":0,\"v\":[[1,2],[3,4]]}", row);
    InputException refusal = assertThrows(InputException.class, () -> sequences("t.jsonl"));
    assertEquals(sentence, refusal.getMessage());
  }

  @Test
  @DisplayName("a label never seen in training is named by its row")
  void unseenLabel() throws IOException {
    write("train.csv", "label,a", "x,1", "y,2");
    write("other.csv", "label,a", "x,1", "z,2");
    Encoding encoding = source("train.csv").fit();
    LabelledSource other = source("other.csv");
    InputException refusal =
        assertThrows(
            InputException.class,
            () -> TaskFailure.unwrapped(() -> other.sequences(encoding).collect()));
    assertEquals(
        "other.csv, row 2 (line 3), column label: expected a label seen in training, one of x, y;"
            + " found 'z'",
        refusal.getMessage());
  }

  @Test
  @DisplayName("two rows of a group at the same place are refused")
  void duplicate() throws IOException {
    settings = settings.with("groupBy", "who").with("orderBy", "day").with("features", "v");
    write("t.csv", "who,day,v,label", "a,1,5,x", "b,1,5,y", "a,1.0,6,x");
    InputException refusal = assertThrows(InputException.class, () -> sequences("t.csv"));
    assertEquals(
        "who 'a', column day: expected a different value in each row of a sequence; found '1.0'"
            + " twice",
        String.valueOf(refusal.getMessage()).replace("'1' twice", "'1.0' twice"));
  }

  @Test
  @DisplayName("files of a directory with different headers are refused")
  void headers() throws IOException {
    Files.createDirectories(folder.resolve("d"));
    write("d/1.csv", "label,a", "x,1", "y,2");
    write("d/2.csv", "a,label", "1,x");
    InputException refusal = assertThrows(InputException.class, () -> sequences("d"));
    assertEquals(
        "2.csv, header: expected the columns of the first file, label, a; found a, label",
        refusal.getMessage());
  }
}
