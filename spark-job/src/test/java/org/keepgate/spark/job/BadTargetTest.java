package org.keepgate.spark.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Bad targets and losses: a sentence that names file, row and column, or the setting")
class BadTargetTest extends Refusal {

  private static final String[] ALL = {"--set", "validationFraction=0"}; // rows are few

  private CommandRun lines(String task, String name, List<String> lines, String... more)
      throws IOException {
    Path input = SmallInputs.write(folder, name, String.join("\n", lines) + "\n");
    return train(TargetInputs.train(task, model(), more), input);
  }

  @Test
  @DisplayName("transcribe: more labels than steps, also for want of a blank between equal ones")
  void tooManyLabels() throws IOException {
    String good = "{\"x\":[1,2,3],\"label\":\"aba\"}";
    lines("transcribe", "t.jsonl", List.of(good, "{\"x\":[1,2],\"label\":\"aba\"}"), ALL)
        .refuses("t.jsonl, row 2, column label", "no more labels than the input has steps, 2", "3");
    lines("transcribe", "u.jsonl", List.of(good, "{\"x\":[1,2,3],\"label\":\"abb\"}"), ALL)
        .refuses("u.jsonl, row 2, column label", "between equal neighbours", "3 labels, 1 of them");
    lines("transcribe", "e.jsonl", List.of("{\"x\":[1,2],\"label\":[]}"), ALL)
        .refuses("label: expected at least one label in column label", "found none");
    nothingAtThePlace();
  }

  @Test
  @DisplayName("transcribe: a label that was never seen in training")
  void unseen() throws IOException {
    lines(
            "transcribe",
            "t.jsonl",
            List.of("{\"x\":[1,2,3],\"label\":\"ab\"}"),
            "--set",
            "numWorkers=1")
        .succeeds();
    Path other = SmallInputs.write(folder, "o.jsonl", "{\"x\":[1,2,3],\"label\":\"az\"}\n");
    CommandRun.of("evaluate", "--model", model().toString(), "--input", other.toString())
        .refuses("o.jsonl, row 1, column label", "one of a, b; found 'z'");
  }

  @Test
  @DisplayName("multilabel: a label that is neither 0 nor 1, a set of another size, a step without")
  void badLabels() throws IOException {
    String good = "{\"x\":[1,2],\"labels\":[[0,1],[1,1]]}";
    lines("multilabel", "a.jsonl", List.of(good, "{\"x\":[1,2],\"labels\":[[0,1],[1,2]]}"), ALL)
        .refuses("a.jsonl, row 2, column labels: expected 0 or 1; found 2 at step 2");
    lines("multilabel", "b.jsonl", List.of(good, "{\"x\":[1,2],\"labels\":[[0],[1]]}"), ALL)
        .refuses("b.jsonl, row 2, column labels: expected 2 numbers at a step; found 1");
    lines("multilabel", "c.jsonl", List.of(good, "{\"x\":[1,2],\"labels\":[[0,1]]}"), ALL)
        .refuses("c.jsonl, row 2, column labels", "as many targets as steps", "2; found 1");
    lines("multilabel", "d.jsonl", List.of(good, "{\"x\":[1,2],\"labels\":[[0,1],[1]]}"), ALL)
        .refuses("d.jsonl, row 2, column labels", "found 1 at step 2");
    nothingAtThePlace();
  }

  @Test
  @DisplayName("regress: a missing column, words, nothing, and rows of a sequence that differ")
  void badValues() throws IOException {
    lines("regress", "a.csv", List.of("x,y", "1,2"))
        .refuses("target: expected a column of a.csv; found 'target'");
    lines("regress", "b.csv", List.of("x,target", "1,2", "2,high"))
        .refuses("b.csv, row 2 (line 3), column target: expected a finite number; found 'high'");
    lines("regress", "c.csv", List.of("x,target", "1,2", "2,"))
        .refuses("c.csv, row 2 (line 3), column target: expected a finite number; found nothing");
    lines(
            "regress",
            "d.csv",
            List.of("who,x,target", "a,1,2", "a,2,3"),
            "--group-by",
            "who",
            "--set",
            "returnSequences=false")
        .refuses("who 'a', column target: expected the same target in all rows of a sequence");
    lines("regress", "e.csv", List.of("x,target", "1,2"), "--set", "returnSequences=true")
        .refuses("returnSequences: expected false", "column target has one a row");
    nothingAtThePlace();
  }

  @Test
  @DisplayName("density: one target, of numbers")
  void twoTargets() throws IOException {
    lines("density", "a.csv", List.of("x,y", "1,2"))
        .refuses("target: expected the column to forecast; the input has");
    nothingAtThePlace();
  }

  @Test
  @DisplayName("handwriting: an end that is neither 0 nor 1, other than three numbers, no column")
  void badMoves() throws IOException {
    String good = "{\"dx\":[1,2],\"dy\":[1,2],\"end\":[0,1]}";
    String bad = "{\"dx\":[1,2],\"dy\":[1,2],\"end\":[0,0.5]}";
    lines("handwriting", "a.jsonl", List.of(good, bad), ALL)
        .refuses("a.jsonl, row 2, column end: expected 1 where the stroke ends, else 0; found 0.5");
    lines("handwriting", "b.csv", List.of("who,dx,dy,end", "x,1,1,0", "x,2,2,7"), "--group-by=who")
        .refuses("who 'x', column end: expected 1 where", "else 0; found 7 at step 2");
    lines("handwriting", "c.csv", List.of("dx,dy,up", "1,1,0"))
        .refuses("features: expected a column of c.csv; found 'end'", "dx, dy, up");
    lines("handwriting", "d.csv", List.of("dx,dy", "1,1"), "--features", "dx,dy")
        .refuses("features: expected three numbers a step", "found 2 in dx, dy");
    lines("handwriting", "e.csv", List.of("dx,dy,end", "1,1,"))
        .refuses("e.csv, row 1 (line 2), column end: expected a finite number; found nothing");
    nothingAtThePlace();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "classify, loss=huber, 'loss: belongs to forecast, regress; the task is classify'",
    "regress, mixtures=2, 'mixtures: belongs to density, handwriting; the task is regress'",
    "regress, classWeights=balanced, 'classWeights: belongs to classify, tag'",
    "tag, softmax=class-factored, 'softmax: belongs to language-model'",
    "multilabel, beamWidth=3, 'beamWidth: belongs to transcribe'",
    "density, loss=absolute, 'loss: belongs to forecast, regress'",
    "regress, loss=mse, 'loss: expected one of squared, absolute, huber; found ''mse'''",
    "classify, classWeights=many, 'classWeights: expected one of none, balanced, or numbers'",
    "handwriting, target=x, 'target: belongs to forecast, regress, multilabel, density'",
    "handwriting, clipOutputGradient=-1, 'clipOutputGradient: expected a finite number of at least 0'",
    "density, mixtures=0, 'mixtures: expected a whole number of at least 1'"
  })
  @DisplayName("a setting that the task has no use for, or a value that is none, is wrong usage")
  void misused(String task, String setting, String words) {
    train(TargetInputs.train(task, model(), "--set", setting), folder).misused(words);
  }

  @Test
  @DisplayName("as many weights as classes")
  void classWeights() throws IOException {
    trainTable(SmallInputs.table(folder), "--set", "classWeights=1,2,3")
        .refuses("a weight for each of the 2 classes, down, up", "found '1,2,3'");
    trainTable(SmallInputs.table(folder), "--set", "classWeights=0,0")
        .refuses("one of them above 0; found '0,0'");
    nothingAtThePlace();
  }
}
