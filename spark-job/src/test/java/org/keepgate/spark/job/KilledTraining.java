package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One training that is killed in a program of its own and resumed in this one, to be compared with
 * the same training undisturbed.
 */
final class KilledTraining {
  private static final int KILLED = 128 + 9;
  private static final long PATIENCE_SECONDS = 300;
  private static final String COMPLETED = "training was completed";

  private final Path folder;
  private final Path texts;
  private final List<String> settings;

  /**
   * Nothing runs yet.
   *
   * @param folder for everything that is written
   * @param settings besides those that all have in common
   */
  KilledTraining(Path folder, Path texts, List<String> settings) {
    this.folder = folder;
    this.texts = texts;
    this.settings = List.copyOf(settings);
  }

  private Path place(String run) {
    return folder.resolve(run).resolve("place");
  }

  /** Where the run of this name puts its model. */
  private Path model(String run) {
    return place(run).resolve("model");
  }

  private List<String> words(String model) {
    List<String> words =
        new ArrayList<>(
            List.of("train", "--task", "language-model", "--no-floors", "--model", model));
    words.addAll(List.of("--input", texts.toString()));
    for (String setting : COMMON) {
      words.addAll(List.of("--set", setting));
    }
    for (String setting : settings) {
      words.addAll(List.of("--set", setting));
    }
    return words;
  }

  /** Texts in segments whose state is carried on, shuffled, by three workers in several rounds. */
  private static final List<String> COMMON =
      List.of(
          "hiddenSize=8",
          "batchSize=2",
          "segmentLength=12",
          "dropout=0.1",
          "numWorkers=3",
          "averagingInterval=12",
          "validationFraction=0.25");

  /** The training as it should come out, in this program. */
  Result undisturbed() throws IOException {
    CommandRun.of(words(model("undisturbed").toString())).succeeds();
    return Result.of(model("undisturbed"));
  }

  /** The training as it should come out, and all that happens in it, in a program of its own. */
  List<String> events() throws IOException, InterruptedException {
    Path record = folder.resolve("events.txt");
    int code = child("undisturbed", "-D" + KillEvents.RECORD + "=" + record);
    assertEquals(0, code, () -> log("undisturbed"));
    return Files.readAllLines(record);
  }

  /** The result of {@link #events}. */
  Result recorded() throws IOException {
    return Result.of(model("undisturbed"));
  }

  /**
   * Kills the training at an event and resumes it.
   *
   * @param run names it among others
   * @return what it said that it resumed
   */
  String killAndResume(String run, String event) throws IOException, InterruptedException {
    assertEquals(KILLED, child(run, "-D" + KillEvents.AT + "=" + event), () -> event + log(run));
    CommandRun resumed = CommandRun.of(words(model(run).toString()), "--resume");
    if (resumed.exitCode == 1 && resumed.err.contains(COMPLETED)) {
      return COMPLETED;
    }
    resumed.succeeds();
    assertEquals(List.of("model"), SmallInputs.names(place(run)), event);
    return resumed
        .out
        .lines()
        .filter(line -> line.startsWith("resuming") || line.startsWith("nothing to resume"))
        .map(line -> line.replaceFirst(" in .*:.*", ""))
        .findFirst()
        .orElseThrow();
  }

  Result result(String run) throws IOException {
    return Result.of(model(run));
  }

  private int child(String run, String option) throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve(run));
    List<String> words =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(words::add);
    words.addAll(
        List.of(
            "-Xmx700m",
            "-XX:TieredStopAtLevel=1", // a start of seconds; the bits are those of any compiler
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            "-Dspark.master=local[2]",
            "-Dspark.ui.enabled=false",
            "-Dspark.driver.host=127.0.0.1",
            "-Dspark.driver.bindAddress=127.0.0.1",
            "-Dspark.sql.shuffle.partitions=2",
            "-Dspark.extraListeners=" + KillListener.class.getName(),
            "-Dspark.hadoop.fs.kill.impl=" + KillFileSystem.class.getName(),
            option,
            Keepgate.class.getName()));
    words.addAll(words(KillFileSystem.SCHEME + "://" + model(run)));
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.redirectErrorStream(true).redirectOutput(folder.resolve(run + ".log").toFile());
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> log(run));
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private String log(String run) {
    try {
      String all = Files.readString(folder.resolve(run + ".log"));
      return ": " + all.substring(Math.max(0, all.length() - 3000));
    } catch (IOException e) {
      return ": no log";
    }
  }

  /**
   * What must be the same: the bytes of the model's files, and its history but for the clock.
   *
   * @param parameters in hexadecimal digits
   */
  record Result(String parameters, String config, String vocabulary, JsonNode training) {

    static Result of(Path model) throws IOException {
      JsonNode training =
          new JsonMapper().readTree(Files.readAllBytes(model.resolve("training.json")));
      forgetTimes(training);
      return new Result(
          java.util.HexFormat.of()
              .formatHex(Files.readAllBytes(model.resolve("model.safetensors"))),
          Files.readString(model.resolve("config.json")),
          Files.readString(model.resolve("vocabulary.json")),
          training);
    }

    private static void forgetTimes(JsonNode node) {
      if (node instanceof ObjectNode object) {
        List<String> times = new ArrayList<>();
        object
            .fieldNames()
            .forEachRemaining(
                name -> {
                  if (name.toLowerCase(java.util.Locale.ROOT).endsWith("seconds")) {
                    times.add(name);
                  }
                });
        object.remove(times);
      }
      node.forEach(Result::forgetTimes);
    }

    String stopReason() {
      return training.get("stopReason").asText();
    }

    int rounds() {
      return training.get("rounds").size();
    }

    int bestRound() {
      return training.get("bestRound").asInt();
    }
  }
}
