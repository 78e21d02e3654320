package org.keepgate.training.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepgate.head.HeadKind;
import org.keepgate.head.HeadOptions;
import org.keepgate.optimizer.OptimizerKind;
import org.keepgate.optimizer.OptimizerSpec;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Keyed;
import org.keepgate.training.DivergenceSpec;
import org.keepgate.training.TrainingOptions;

@DisplayName("Settings: declared once, read strictly")
class SettingsTest {
  private static final Setting<Integer> HORIZON =
      Setting.integer("horizon", "rows ahead", 1).only(Task.FORECAST).or(3);
  private static final SettingCatalog CATALOG =
      new SettingCatalog(
          NetworkSettings.group(),
          HeadSettings.group(),
          MemoryBlockSettings.group(),
          TrainingSettings.course(),
          AveragingSettings.group(),
          DivergenceSettings.group(),
          TrainingSettings.optimization(),
          new SettingCatalog.Group("Test", List.of(HORIZON)));

  private final Settings settings = Settings.defaults(CATALOG, Task.CLASSIFY);

  @Test
  @DisplayName("what is set holds, everything else has the task's default")
  void setAndDefault() {
    Settings set = settings.with("hiddenSize", "17").withAssignment("hiddenSize=18");
    assertEquals(18, set.get(NetworkSettings.HIDDEN_SIZE));
    assertTrue(set.isSet(NetworkSettings.HIDDEN_SIZE));
    assertFalse(settings.isSet(NetworkSettings.HIDDEN_SIZE));
    assertEquals(64, settings.get(NetworkSettings.HIDDEN_SIZE));
    Settings texts = Settings.defaults(CATALOG, Task.LANGUAGE_MODEL);
    assertEquals(256, texts.get(NetworkSettings.HIDDEN_SIZE));
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "hiddenSize|abc|hiddenSize: expected a whole number of at least 1; found 'abc'",
        "hiddenSize|0|hiddenSize: expected a whole number of at least 1; found '0'",
        "hiddenSize|1.5|hiddenSize: expected a whole number of at least 1; found '1.5'",
        "hiddenSize|3000000000|hiddenSize: expected a whole number of at most 100000; found '3000000000'",
        "hiddenSize|100001|hiddenSize: expected a whole number of at most 100000; found '100001'",
        "hiddenSize|-3000000000|hiddenSize: expected a whole number of at least 1; found '-3000000000'",
        "numLayers|2000000000|numLayers: expected a whole number of at most 1000; found '2000000000'",
        "maxIter|99999999999|maxIter: expected a whole number of at most 2147483647; found '99999999999'",
        "seed|99999999999999999999|seed: expected a whole number of 64 bits; found '99999999999999999999'",
        "dropout|1|dropout: expected a finite number in [0, 1); found '1'",
        "dropout|NaN|dropout: expected a finite number in [0, 1); found 'NaN'",
        "stepSize|0x1p3|stepSize: expected a finite number above 0; found '0x1p3'",
        "stepSize|1e999|stepSize: expected a finite number above 0; found '1e999'",
        "shuffle|yes|shuffle: expected true or false; found 'yes'",
        "activation|sinh|activation: expected one of tanh, logistic, relu; found 'sinh'",
        "hidenSize|3|unknown setting 'hidenSize'; did you mean hiddenSize? 'keepgate train --help'"
            + " lists them all",
        "batch_size|3|unknown setting 'batch_size'; did you mean batchSize? 'keepgate train --help'"
            + " lists them all",
        "horizon|3|horizon: belongs to forecast; the task is classify: leave it out"
      })
  @DisplayName("a bad key or value is one sentence: key, expected, found")
  void refused(String name, String value, String sentence) {
    InputException refusal = assertThrows(InputException.class, () -> settings.with(name, value));
    assertEquals(sentence, refusal.getMessage());
  }

  @Test
  @DisplayName("an assignment without '=' is refused")
  void assignment() {
    InputException refusal =
        assertThrows(InputException.class, () -> settings.withAssignment("hiddenSize"));
    assertEquals(
        "--set: expected key=value; found 'hiddenSize', for example --set hiddenSize=256",
        refusal.getMessage());
  }

  @Test
  @DisplayName("a configuration file sets numbers, words, booleans and lists")
  void json() {
    Settings set =
        settings.withJson(
            "{\"task\": \"classify\", \"hiddenSize\": 20, \"stepSize\": 1e-3, \"shuffle\": false,"
                + " \"cell\": \"lstm-peephole\"}",
            "config.json");
    TrainingOptions options = TrainingSettings.options(set, 3);
    assertEquals(20, set.get(NetworkSettings.HIDDEN_SIZE));
    assertEquals("lstm-peephole", set.get(NetworkSettings.CELL));
    assertEquals(1e-3, options.schedule().stepSize());
    assertFalse(options.shuffle());
    assertEquals(3, options.numWorkers());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"hiddenSize\": \"x\"}|config.json: hiddenSize: expected a whole number of at least 1;"
            + " found 'x'",
        "{\"hiddenSize\": null}|config.json: hiddenSize: expected a whole number of at least 1;"
            + " found null",
        "{\"hiddenSize\": {\"a\": 1}}|config.json: hiddenSize: expected a whole number of at least"
            + " 1; found {\"a\":1}",
        "{\"task\": \"tag\"}|config.json: task: this configuration is for 'tag', the task is"
            + " classify; give the configuration of this task",
        "[1]|config.json: expected one JSON object of names and values; found an array"
      })
  @DisplayName("a bad configuration file is refused by name")
  void badJson(String json, String sentence) {
    InputException refusal =
        assertThrows(InputException.class, () -> settings.withJson(json, "config.json"));
    assertEquals(sentence, refusal.getMessage());
  }

  @Test
  @DisplayName("broken JSON is refused with its line; a name given twice, too")
  void brokenJson() {
    String message = sentence(() -> settings.withJson("{\n \"seed\": 1,\n oops}", "c.json"));
    assertTrue(message.startsWith("c.json, line 3: expected JSON; "), message);
    String twice = sentence(() -> settings.withJson("{\"seed\": 1, \"seed\": 2}", "c.json"));
    assertTrue(twice.endsWith("the name 'seed' stands there twice: leave one of them out"), twice);
  }

  private static String sentence(Executable bad) {
    return String.valueOf(assertThrows(InputException.class, bad).getMessage());
  }

  @Test
  @DisplayName("unset, the optimizer's constants are those of the optimizer itself")
  void optimizerConstants() {
    for (String key : Keyed.keys(OptimizerKind.class)) {
      assertEquals(
          OptimizerSpec.of(Keyed.of(OptimizerKind.class, "optimizer", key)),
          TrainingSettings.options(settings.with("optimizer", key), 1).optimizer());
    }
    Settings set = settings.with("optimizer", "momentum").with("momentum", "0.5");
    assertEquals(0.5, TrainingSettings.options(set, 1).optimizer().momentum());
  }

  @Test
  @DisplayName(
      "unset, the training options are their own defaults, but for epochs of small tasks and losses"
          + " in nats")
  void optionDefaults() {
    assertEquals(
        TrainingOptions.defaults()
            .withMaxIter(settings.get(TrainingSettings.MAX_ITER))
            .withDivergence(DivergenceSpec.fail().withExplodingLoss(20)),
        TrainingSettings.options(settings, 1));
    assertEquals(
        DivergenceSpec.fail(),
        TrainingSettings.options(Settings.defaults(CATALOG, Task.REGRESS), 1).divergence());
  }

  @Test
  @DisplayName("defaults in words name the tasks that differ")
  void defaultWords() {
    assertEquals("256 (language-model), else 64", NetworkSettings.HIDDEN_SIZE.defaultWords());
    assertEquals("lstm", NetworkSettings.CELL.defaultWords());
    assertEquals("0.9", TrainingSettings.MOMENTUM.defaultWords());
    assertEquals("3", HORIZON.defaultWords());
  }

  @Test
  @DisplayName("each task has its head; balanced classes weigh n / (C n_c) each")
  void heads() {
    assertEquals(HeadKind.BERNOULLI, head(Task.MULTILABEL, "seed", "1").kind());
    assertEquals(HeadKind.CTC, head(Task.TRANSCRIBE, "seed", "1").kind());
    assertEquals(7, head(Task.DENSITY, "mixtures", "7").mixtures());
    assertEquals(HeadKind.MIXTURE_DENSITY, head(Task.DENSITY, "mixtures", "7").kind());
    assertEquals(HeadKind.HANDWRITING, head(Task.HANDWRITING, "mixtures", "7").kind());
    assertEquals(20, head(Task.HANDWRITING, "seed", "1").mixtures());
    assertEquals(100, head(Task.HANDWRITING, "clipOutputGradient", "100").clipGradient());
    assertEquals(HeadKind.ABSOLUTE_ERROR, head(Task.REGRESS, "loss", "absolute").kind());
    assertEquals(HeadKind.HUBER, head(Task.FORECAST, "loss", "huber").kind());
    assertEquals(
        HeadKind.CLASS_FACTORED_SOFTMAX,
        head(Task.LANGUAGE_MODEL, "softmax", "class-factored").kind());
    Settings balanced = settings.with("classWeights", "balanced");
    List<String> classes = List.of("x", "y");
    assertEquals(
        List.of(2.0, 2.0 / 3), HeadSettings.classWeights(balanced, classes, new long[] {25, 75}));
    assertEquals(List.of(), HeadSettings.classWeights(settings, classes, new long[] {25, 75}));
  }

  private static HeadOptions head(Task task, String name, String value) {
    return HeadSettings.options(Settings.defaults(CATALOG, task).with(name, value));
  }

  @Test
  @DisplayName("a name can be declared only once")
  void twice() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new SettingCatalog(NetworkSettings.group(), NetworkSettings.group()));
  }
}
