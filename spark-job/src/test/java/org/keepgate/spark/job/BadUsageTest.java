package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Bad usage: options, settings and configurations")
class BadUsageTest extends Refusal {

  @Test
  @DisplayName("a configuration of another task, or of a model, is wrong usage")
  void otherTask() throws IOException {
    Path table = SmallInputs.table(folder);
    Path config = SmallInputs.write(folder, "c.json", "{\"task\":\"forecast\",\"hiddenSize\":3}");
    trainTable(table, "--config", config.toString())
        .misused("c.json: task: this configuration is for 'forecast', the task is classify");
    Files.writeString(config, "{\"horizon\":3}");
    trainTable(table, "--config", config.toString())
        .misused("c.json: horizon: belongs to forecast, density; the task is classify");
    nothingAtThePlace();
    trainTable(table).succeeds();
    CommandRun.of("generate", "--model", model().toString())
        .refuses(
            "is a model of the task classify, expected a model of the task language-model"
                + " or density or handwriting");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "hidenSize=3|did you mean hiddenSize?",
        "hiddenSize=-3|hiddenSize: expected a whole number of at least 1; found '-3'",
        "stepSize=Infinity|stepSize: expected a finite number above 0; found 'Infinity'",
        "stepSize=NaN|stepSize: expected a finite number above 0; found 'NaN'",
        "hiddenSize|--set: expected key=value; found 'hiddenSize'",
        "inputUnit=bytes|inputUnit: expected one of characters, words; found 'bytes'"
      })
  @DisplayName("settings that are unknown or out of bounds are wrong usage")
  void badSettings(String assignment, String words) throws IOException {
    trainTable(SmallInputs.table(folder), "--set", assignment).misused(words);
    nothingAtThePlace();
  }

  @Test
  @DisplayName("settings that the data cannot serve are refused by name")
  void settingsWithoutData() throws IOException {
    trainTexts(SmallInputs.texts(folder), "--set", "maxVocabulary=1")
        .refuses("maxVocabulary: expected 0 (no limit), or room for a symbol");
    nothingAtThePlace();
  }

  @Test
  @DisplayName("an unknown task, an unknown option and a missing option are wrong usage")
  void badUsage() throws IOException {
    CommandRun.of("train", "--task", "divine", "--input", "x", "--model", model().toString())
        .misused(
            "--task: expected one of language-model, classify, tag, forecast, regress, multilabel,"
                + " transcribe, density, handwriting; found 'divine'");
    CommandRun.of("train", "--task", "tag", "--input", "x", "--model", "y", "--tusk")
        .misused("unknown option '--tusk'; did you mean --task?");
    CommandRun.of("train", "--modle=x", "3")
        .misused("unknown option '--modle'; did you mean --model?");
    CommandRun.of("evaluate", "--model", "m", "--input", "x", "stray")
        .misused("unexpected word 'stray'");
    CommandRun.of("trian").misused("unknown command 'trian'; did you mean train?");
    CommandRun.of("evaluate", "--model", "m", "--input", "x", "--part", "best")
        .misused("--part: expected one of all, training, validation, test; found 'best'");
    CommandRun.of("train", "--task", "tag").misused("keepgate: expected --input, --model; found");
    String[] train = {"train", "--task", "tag", "--input", "x", "--model", model().toString()};
    CommandRun.of(List.of(train), "--time-limit", "nan")
        .misused("keepgate: --time-limit: expected a number; found 'nan'\n");
    CommandRun.of(List.of(train), "--time-limit").misused("--time-limit: expected MINUTES; found");
    CommandRun.of(List.of(train), "--task", "tag").misused("--task: expected once; found several");
    CommandRun.of("generate", "--model", "m", "--length", "1e3")
        .misused("--length: expected a whole number; found '1e3'");
    CommandRun.of(List.of(train), "--features=a,a")
        .misused("features: expected names separated by commas, each once; found 'a,a'");
    nothingAtThePlace();
  }

  @Test
  @DisplayName("a failure with --json leaves standard output without a result")
  void failureWithJson() throws IOException {
    CommandRun run = trainTable(folder.resolve("none.csv"), "--json");
    run.refuses("none.csv");
    assertEquals("", run.out);
    JsonNode result = trainTable(SmallInputs.table(folder), "--json").succeeds().json();
    assertEquals("classify", result.get("task").asText());
  }

  @Test
  @DisplayName("a configuration that is missing, no JSON, or says a thing twice")
  void badConfig() throws IOException {
    Path table = SmallInputs.table(folder);
    Path none = folder.resolve("none.json");
    trainTable(table, "--config", none.toString())
        .misused(
            "keepgate: --config "
                + none
                + ": expected a JSON file in UTF-8; found nothing there\n");
    trainTable(table, "--config", folder.toString()).misused("found a directory");
    Path twice = SmallInputs.write(folder, "c.json", "{\"hiddenSize\": 3,\n \"hiddenSize\": 4}");
    trainTable(table, "--config", twice.toString())
        .misused("c.json, line 2: expected JSON; the name 'hiddenSize' stands there twice");
    Path torn = SmallInputs.write(folder, "c.json", "{\"hiddenSize\": ");
    trainTable(table, "--config", torn.toString())
        .misused("c.json, line 1: expected JSON; it ends too early");
    nothingAtThePlace();
  }

  @Test
  @DisplayName("a network too large for the memory is refused before it is trained")
  void tooLarge() throws IOException {
    trainTable(SmallInputs.table(folder), "--set", "hiddenSize=3000")
        .refuses("parameters and 2 workers at once", "lower hiddenSize or numWorkers");
    nothingAtThePlace();
  }
}
