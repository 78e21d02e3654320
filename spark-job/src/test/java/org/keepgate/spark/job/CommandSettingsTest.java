package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.math.Gemm;
import org.keepgate.spark.dataset.AllSettings;

@DisplayName("What a command is told: configuration, validation input, help")
class CommandSettingsTest extends CommandFolder {

  @Test
  @DisplayName("settings come from a file, and --set wins")
  void config() throws IOException {
    Path config = SmallInputs.write(folder, "c.json", "{\"hiddenSize\": 5, \"maxIter\": 1}");
    Path table = SmallInputs.table(folder);
    List<String> arguments =
        List.of(
            "train",
            "--task",
            "classify",
            "--steps",
            "3",
            "--id-column",
            "id",
            "--model",
            model("c").toString(),
            "--config",
            config.toString(),
            "--set",
            "maxIter=2");
    CommandRun run = train(arguments, table);
    assertTrue(run.out.contains("lstm, 1 × 5 units"), run.out);
    assertTrue(run.out.contains("2 epochs"), run.out);
    assertTrue(run.out.contains("master local[2]"), run.out);
  }

  @Test
  @DisplayName("precision=bf16 trains in bf16, or says once that it is not faster on this machine")
  void precision() throws IOException {
    Path table = SmallInputs.table(folder);
    CommandRun run = train(SmallInputs.trainTable(model("p")), table, "--set", "precision=bf16");
    Gemm here = Gemm.chosen();
    boolean fast = here.inBf16() != here;
    assertTrue(run.out.contains("products        " + here.inBf16().fingerprint()), run.out);
    assertEquals(fast ? 0 : 1, run.err.split("precision=bf16 would not be faster", -1).length - 1);
    String record = Files.readString(model("p").resolve("training.json"));
    assertTrue(record.contains("\"precision\" : \"bf16\""), record);
    assertTrue(record.contains(here.inBf16().fingerprint()), record);
  }

  @Test
  @DisplayName("--valid gives the validation part")
  void valid() throws IOException {
    Path table = SmallInputs.table(folder);
    Path other = folder.resolve("other");
    Files.createDirectories(other);
    SmallInputs.table(other);
    CommandRun run =
        train(
            SmallInputs.trainTable(model("c")),
            table,
            "--valid",
            other.resolve("table.csv").toString());
    assertTrue(run.out.contains("training        60 sequences"), run.out);
    assertTrue(run.out.contains("validation      60 sequences"), run.out);
  }

  @Test
  @DisplayName("help lists every setting with its default, within 100 columns")
  void help() {
    CommandRun run = CommandRun.of("train", "--help").succeeds();
    AllSettings.CATALOG
        .settings()
        .forEach(
            setting ->
                assertTrue(
                    run.out.lines().anyMatch(line -> line.startsWith("  " + setting.name() + " ")),
                    setting.name()));
    assertTrue(run.out.lines().allMatch(line -> line.length() <= 100));
    assertTrue(run.out.lines().anyMatch(line -> line.matches(" {2}clipNorm +5 .*")), run.out);
    for (String command : List.of("evaluate", "predict", "generate")) {
      CommandRun.of(command, "--help").succeeds();
    }
  }
}
