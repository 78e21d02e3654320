package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepgate.spark.SharedSpark;

@DisplayName("Bad data: a sentence that names file, row and column")
class BadDataTest extends Refusal {

  @Test
  @DisplayName("missing input")
  void missing() throws IOException {
    trainTable(folder.resolve("none.csv")).refuses("none.csv", "found nothing there");
    trainTexts(folder.resolve("none")).refuses("none", "found nothing there");
    nothingAtThePlace();
  }

  @Test
  @DisplayName("empty input: a file, a table without rows, a directory of empty files")
  void empty() throws IOException {
    trainTexts(SmallInputs.write(folder, "empty.txt", ""))
        .refuses("empty.txt", "the file is empty");
    trainTable(SmallInputs.write(folder, "empty.csv", "id,label,a\n"))
        .refuses("empty.csv", "expected rows below the header");
    SmallInputs.write(folder, "d/a.txt", "");
    SmallInputs.write(folder, "d/b.txt", "");
    trainTexts(folder.resolve("d")).refuses("all of its 2 files are empty");
    nothingAtThePlace();
  }

  @Test
  @DisplayName("a directory without readable files")
  void noFiles() throws IOException {
    SmallInputs.write(folder, "d/.hidden", "text");
    trainTexts(folder.resolve("d")).refuses("expected a directory with readable files");
    nothingAtThePlace();
  }

  @Test
  @DisplayName("bytes that are not UTF-8 are named with file and offset; an option replaces them")
  void malformedText() throws IOException {
    Path texts = SmallInputs.texts(folder);
    Files.write(
        texts.resolve("bad.txt"), "caf\u00e9".repeat(30).getBytes(StandardCharsets.ISO_8859_1));
    trainTexts(texts).refuses("bad.txt, byte 3", "found 0xE9", "malformedText=replace");
    nothingAtThePlace();
    trainTexts(texts, "--set", "malformedText=replace").succeeds();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "'r,up,1,2,3,4,,6', 'column e: expected a finite number; found nothing'",
    "'r,up,1,2,3,4,five,6', column e: expected a finite number; found 'five'",
    "'r,up,1,2,3,4,NaN,6', column e: expected a finite number; found 'NaN'",
    "'r,up,1,2,3,4,-Infinity,6', column e: expected a finite number; found '-Infinity'",
    "'r,up,1,2,3,4,1e300,6', column e: expected a number in the range of 32-bit floats",
    "'r,up,1,2,3,4,-1e39,6', (±3.4e38); found '-1e39'",
    "'r,up,1,2,3,4,5', expected 8 fields as in the header; found 7"
  })
  @DisplayName("a bad row of CSV is named: file, row, column")
  void badRow(String row, String words) throws IOException {
    Path table = SmallInputs.table(folder);
    Files.writeString(table, row + "\n", StandardOpenOption.APPEND);
    trainTable(table).refuses("table.csv, row 61 (line 62)", words);
    nothingAtThePlace();
  }

  @Test
  @DisplayName("ragged feature counts: between steps, between rows, and against the model")
  void ragged() throws IOException {
    String good =
        "{\"id\":1,\"label\":\"x\",\"v\":[[1,2],[3,4]]}\n{\"id\":2,\"label\":\"y\",\"v\":[[1,2]]}\n";
    List<String> arguments = List.of("train", "--task", "classify", "--model", model().toString());
    Path steps =
        SmallInputs.write(
            folder, "steps.jsonl", good + "{\"id\":3,\"label\":\"x\",\"v\":[[1,2],[3]]}\n");
    train(arguments, steps).refuses("steps.jsonl, row 3, column v", "2; found 1 at step 2");
    Path rows =
        SmallInputs.write(
            folder, "rows.jsonl", good + "{\"id\":3,\"label\":\"x\",\"v\":[[1,2,3]]}\n");
    train(arguments, rows).refuses("rows.jsonl, row 3, column v", "2 features a step; found 3");
    nothingAtThePlace();
    trainTable(SmallInputs.table(folder)).succeeds();
    Path wider = SmallInputs.write(folder, "wider.csv", "id,label,a,b,c,d,e,f\nr,up,1,2,3,4,5,6\n");
    CommandRun.of(
            "evaluate", "--model", model().toString(), "--input", wider.toString(), "--steps", "2")
        .refuses("the input has 3 features a step, the network expects 2");
  }

  @Test
  @DisplayName("a label that was never seen in training")
  void unseenLabel() throws IOException {
    trainTable(SmallInputs.table(folder)).succeeds();
    Path other =
        SmallInputs.write(folder, "other.csv", "id,label,a,b,c,d,e,f\nr,sideways,1,2,3,4,5,6\n");
    CommandRun.of("evaluate", "--model", model().toString(), "--input", other.toString())
        .refuses("other.csv, row 1 (line 2), column label", "one of down, up; found 'sideways'");
  }

  @Test
  @DisplayName("a sequence of length 0")
  void emptySequence() throws IOException {
    Path input =
        SmallInputs.write(
            folder, "s.jsonl", "{\"label\":\"x\",\"v\":[1]}\n{\"label\":\"y\",\"v\":[]}\n");
    train(List.of("train", "--task", "classify", "--model", model().toString()), input)
        .refuses("s.jsonl, row 2, column v", "at least one step; found an empty array");
    nothingAtThePlace();
  }

  @Test
  @DisplayName("one huge sequence of a million steps works, by truncated BPTT")
  void millionSteps() throws IOException {
    StringBuilder rows = new StringBuilder("who,t,v,label\n");
    for (int t = 0; t < 1_000_000; t++) {
      rows.append("a,").append(t).append(',').append(t % 10).append(",x\n");
    }
    rows.append("b,0,1,y\nb,1,2,y\n");
    Path input = SmallInputs.write(folder, "huge.csv", rows.toString());
    CommandRun run =
        train(
            List.of(
                "train",
                "--task",
                "tag",
                "--group-by",
                "who",
                "--order-by",
                "t",
                "--json",
                "--features",
                "v",
                "--set",
                "segmentLength=100",
                "--set",
                "maxIter=1",
                "--set",
                "hiddenSize=4",
                "--set",
                "validationFraction=0",
                "--set",
                "numWorkers=1",
                "--model",
                model().toString()),
            input);
    run.succeeds();
    assertTrue(run.err.contains("1,000,002 steps in 2 sequences"), run.err);
  }

  @Test
  @DisplayName("a column that is not there is named with the file that lacks it")
  void missingColumn() throws IOException {
    trainTable(SmallInputs.table(folder), "--label", "z")
        .refuses("label: expected a column of table.csv; found 'z', the columns are id, label, a");
    nothingAtThePlace();
  }

  @Test
  @DisplayName("nothing left to train on, and nothing held out: the setting is named")
  void parts() throws IOException {
    trainTable(SmallInputs.table(folder), "--set", "validationFraction=0.999999")
        .refuses("found none in the training part: lower validationFraction and testFraction");
    nothingAtThePlace();
    String note = "nothing is held out for validation: validationFraction=1.0E-6 comes to no";
    CommandRun run =
        trainTable(SmallInputs.table(folder), "--set", "validationFraction=1e-6").succeeds();
    assertTrue(run.err.contains(note), run.err);
  }

  @Test
  @DisplayName("a horizon that is longer than the series is what is to be lowered")
  void longHorizon() throws IOException {
    Path series = SmallInputs.series(folder);
    List<String> train = SmallInputs.trainSeries(model());
    train(train, series, "--set", "horizon=500")
        .refuses("has 120 rows; expected at least 508", "give more rows, or lower horizon");
    train(train, series, "--set", "window=500")
        .refuses("expected at least 501", "give more rows, or lower window or horizon");
    nothingAtThePlace();
  }

  @Test
  @DisplayName("tables are not taken for texts unless that is said")
  void tablesAsTexts() throws IOException {
    Path table = SmallInputs.table(folder);
    trainTexts(table).refuses("table.csv: expected texts; found the table table.csv; to read it");
    nothingAtThePlace();
    trainTexts(SmallInputs.texts(folder)).succeeds();
    List<String> evaluate =
        List.of("evaluate", "--model", model().toString(), "--input", table.toString());
    CommandRun.of(evaluate).refuses("expected texts; found the table table.csv");
    CommandRun.of(evaluate, "--set", "pathFilter=*").succeeds();
  }

  @Test
  @DisplayName("more workers than sequences")
  void tooManyWorkers() throws IOException {
    trainTable(
            SmallInputs.table(folder), "--set", "numWorkers=100", "--set", "validationFraction=0")
        .refuses("numWorkers is 100", "only 60 sequences");
    nothingAtThePlace();
  }

  private CommandRun trainLines(String name, String... lines) throws IOException {
    Path input = SmallInputs.write(folder, name, String.join("\n", lines) + "\n");
    return train(List.of("train", "--task", "classify", "--model", model().toString()), input);
  }

  @Test
  @DisplayName("a null among the steps, a number beyond 32-bit floats, a name given twice: JSON")
  void badJson() throws IOException {
    String good = "{\"label\":\"x\",\"v\":[[1,2],[3,4]]}";
    trainLines("a.jsonl", good, "{\"label\":\"y\",\"v\":[[1,2],null]}")
        .refuses("a.jsonl, row 2, column v: expected an array of 2 numbers at step 2; found null");
    trainLines("b.jsonl", good, "{\"label\":\"y\",\"v\":[[1,null]]}")
        .refuses("b.jsonl, row 2, column v: expected a finite number at step 1; found null");
    trainLines("c.jsonl", good, "{\"label\":\"y\",\"v\":[[1,1e39]]}")
        .refuses("range of 32-bit floats (±3.4e38) at step 1; found '1.0E39'");
    trainLines("d.jsonl", good, "{\"label\":\"y\",\"v\":[[1,2]],\"label\":\"x\"}")
        .refuses("d.jsonl, row 2: expected a JSON object; the name 'label' stands there twice");
    trainLines("e.jsonl", good, "[1, 2]").refuses("expected a JSON object; found an array");
    trainLines("f.jsonl", good, "{\"label\": nan}").refuses("found something else at column");
    nothingAtThePlace();
  }

  @Test
  @DisplayName("a table of zero bytes, or in UTF-16, is called binary")
  void binary() throws IOException {
    trainTable(SmallInputs.write(folder, "zero.csv", "\0".repeat(5000)))
        .refuses("zero.csv, line 1: expected text; found the byte 0");
    Path wide = folder.resolve("wide.csv");
    Files.write(wide, "id,label,a\n".getBytes(StandardCharsets.UTF_16LE));
    trainTable(wide).refuses("wide.csv, line 1: expected text", "UTF-16");
    nothingAtThePlace();
  }

  @Test
  @DisplayName("Parquet that is not, and Parquet that was cut short or damaged inside")
  void badParquet() throws IOException {
    Path no = SmallInputs.write(folder, "no.parquet", "id,label,a\n".repeat(20));
    trainTable(no)
        .refuses("no.parquet: expected a Parquet file", "is not a Parquet file", "write it anew");
    Path table = SmallInputs.table(folder);
    SharedSpark.session()
        .read()
        .option("header", "true")
        .option("inferSchema", "true")
        .csv(table.toString())
        .coalesce(1)
        .write()
        .parquet(folder.resolve("parquet").toString());
    Path part = folder.resolve("t.parquet");
    for (String name : SmallInputs.names(folder.resolve("parquet"))) {
      if (name.startsWith("part-")) {
        Files.copy(folder.resolve("parquet").resolve(name), part);
      }
    }
    trainTable(part).succeeds();
    byte[] whole = Files.readAllBytes(part);
    byte[] damaged = whole.clone();
    Arrays.fill(damaged, 4, 1500, (byte) 0xFF);
    Files.write(part, damaged);
    trainTable(part, "--overwrite")
        .refuses("t.parquet: expected a Parquet file; it cannot be read");
    Files.write(part, Arrays.copyOf(whole, whole.length / 2));
    trainTable(part, "--overwrite")
        .refuses("t.parquet: expected a Parquet file; it cannot be read");
  }

  @Test
  @DisplayName("one sequence is not called many")
  void oneSequence() throws IOException {
    Path text = SmallInputs.write(folder, "one.txt", "the keep gate. ".repeat(40));
    trainTexts(text).refuses("has only 1 sequence; ", "set numWorkers to 1");
    trainTexts(text, "--set", "numWorkers=1").succeeds();
    SmallInputs.write(folder, "d/a.txt", "");
    CommandRun.of(
            "evaluate", "--model", model().toString(), "--input", folder.resolve("d").toString())
        .refuses("its only file is empty");
  }

  @Test
  @DisplayName("a model that is worse than guessing says so in one line")
  void worseThanGuessing() throws IOException {
    CommandRun run =
        trainTexts(
            SmallInputs.texts(folder),
            "--set",
            "stepSize=300",
            "--set",
            "maxIter=1",
            "--set",
            "explodingLoss=0"); // else it ends there
    run.succeeds();
    assertEquals(
        1,
        run.err
            .lines()
            .filter(line -> line.contains("this model is worse than guessing: "))
            .count(),
        run.err);
    assertTrue(run.err.contains("bits per symbol, where uniform over "), run.err);
    CommandRun usual =
        trainTexts(SmallInputs.texts(folder), "--overwrite", "--no-floors").succeeds();
    assertEquals("", usual.err);
  }

  @Test
  @DisplayName("a classifier that is worse than the majority class says so")
  void worseThanMajority() throws IOException {
    Path input =
        SmallInputs.write(
            folder, "t.csv", "label,a,b\n" + "up,1,1\n".repeat(30) + "down,-1,-1\n".repeat(10));
    Path valid = SmallInputs.write(folder, "v.csv", "label,a,b\n" + "up,-1,-1\n".repeat(5));
    CommandRun run =
        train(
                List.of("train", "--task", "classify", "--model", model().toString()),
                input,
                "--set",
                "stepSize=0.05",
                "--valid",
                valid.toString())
            .succeeds();
    assertTrue(
        run.err.contains("worse than guessing: 0.0000 accuracy, where majority class has 1.000"),
        run.out + run.err);
  }
}
