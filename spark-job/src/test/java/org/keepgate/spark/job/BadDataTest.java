package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    "'r,up,1,2,3,4,1e300,6', column e: expected a finite number; found '1e300'",
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
  @DisplayName("more workers than sequences")
  void tooManyWorkers() throws IOException {
    trainTable(
            SmallInputs.table(folder), "--set", "numWorkers=100", "--set", "validationFraction=0")
        .refuses("numWorkers is 100", "only 60 sequences");
    nothingAtThePlace();
  }
}
