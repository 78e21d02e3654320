package org.keepgate.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job jar as it is shipped, by plain spark-submit on one standalone cluster of separate
 * processes, all on loopback; runs after the jar is packaged.
 */
@DisplayName("Job jar on a standalone cluster: the bytes of local mode, or one sentence")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class) // the last one adds a worker that is unlike
class StandaloneClusterIT {
  private static final Path LAYOUT = Path.of("target", "keepgate").toAbsolutePath();

  @TempDir private static Path folder;
  private static LoopbackCluster cluster;
  private static List<Process> workers;

  @BeforeAll
  static void startClusterAndTrainLocally() throws Exception {
    Path texts = Files.createDirectory(folder.resolve("texts"));
    for (int n = 0; n < 6; n++) {
      Files.writeString(
          texts.resolve("text" + n + ".txt"), ("line " + n + " of a text\n").repeat(200 + n));
    }
    String keepgate = LAYOUT.resolve("bin/keepgate").toString();
    ProcessBuilder asking = new ProcessBuilder(keepgate, "--spark-home");
    asking.environment().remove("SPARK_HOME");
    Process asked = asking.start();
    String home = new String(asked.getInputStream().readAllBytes(), UTF_8).strip();
    assertEquals(0, asked.waitFor());
    cluster = new LoopbackCluster(folder, Path.of(home));
    workers =
        List.of(
            cluster.addWorker("worker1", "127.0.0.1", Map.of()),
            cluster.addWorker("worker2", "127.0.0.2", Map.of()));
    List<String> words = new ArrayList<>(List.of(keepgate, "--driver-memory", "1g"));
    words.addAll(train("local"));
    assertEnds(0, "local", cluster.start("local", Map.of(), words));
  }

  @AfterAll
  static void stopCluster() throws InterruptedException {
    cluster.stop();
  }

  @Test
  @Order(1)
  @DisplayName("client mode, an executor killed in mid-epoch, on the event of a round")
  void executorKilled() throws Exception {
    Process submitted =
        submit(
            "killed",
            "--conf",
            "spark.eventLog.enabled=true",
            "--conf",
            "spark.eventLog.rolling.enabled=false",
            "--conf",
            "spark.eventLog.compress=false",
            "--conf",
            "spark.eventLog.dir=" + Files.createDirectory(folder.resolve("killed-events")).toUri());
    LoopbackCluster.await(
        "round 5", submitted, () -> events("killed").contains("round 5: train 3"));
    List<ProcessHandle> executors = LoopbackCluster.executors(workers.get(1));
    assertEquals(1, executors.size());
    LoopbackCluster.signal("KILL", executors.get(0));
    assertEnds(0, "killed", submitted);
    assertBytesOfLocalMode("killed");
    assertTrue(events("killed").contains("\"Event\":\"SparkListenerExecutorRemoved\""), "lost");
    assertTrue(
        events("killed").contains("Keepgate epoch 2/2, round "), "the history tells the story");
  }

  @Test
  @Order(2)
  @DisplayName(
      "cluster mode with dynamic allocation, speculation, and an executor that stands still")
  void straggler() throws Exception {
    Process submitted =
        submit(
            "straggler",
            "--deploy-mode",
            "cluster",
            "--conf",
            "spark.standalone.submit.waitAppCompletion=true",
            "--conf",
            "spark.dynamicAllocation.enabled=true",
            "--conf",
            "spark.executor.cores=1",
            "--conf",
            "spark.speculation=true",
            "--conf",
            "spark.speculation.quantile=0.3",
            "--conf",
            "spark.eventLog.enabled=true",
            "--conf",
            "spark.eventLog.rolling.enabled=false",
            "--conf",
            "spark.eventLog.compress=false",
            "--conf",
            "spark.eventLog.dir="
                + Files.createDirectory(folder.resolve("straggler-events")).toUri());
    LoopbackCluster.await(
        "round 5", submitted, () -> events("straggler").contains("round 5: train 3"));
    ProcessHandle standing = LoopbackCluster.executors(workers.get(1)).get(0);
    LoopbackCluster.signal("STOP", standing);
    try {
      assertEnds(0, "straggler", submitted);
    } finally {
      LoopbackCluster.signal("KILL", standing);
    }
    assertBytesOfLocalMode("straggler");
    assertTrue(events("straggler").contains("\"Speculative\":true"), "another has done its work");
  }

  @Test
  @Order(3)
  @DisplayName("executors that no worker has room for: a sentence after a while, never a hang")
  void noExecutor() throws Exception {
    Process submitted =
        submit("none", "--executor-memory", "100g", "--conf", "spark.keepgate.executorTimeout=3s");
    assertEnds(1, "none", submitted);
    assertSays(
        "none",
        "keepgate: no executor came within 3 s from "
            + cluster.url()
            + ", which was asked for executors of 100g and as many cores as there are");
  }

  @Test
  @Order(4)
  @DisplayName("a worker with another provider of matrix products: refused by name")
  void mixed() throws Exception {
    Process unlike =
        cluster.addWorker(
            "worker3", "127.0.0.3", Map.of("JDK_JAVA_OPTIONS", "-Dkeepgate.gemm=java"));
    Path log = folder.resolve("worker3.err");
    LoopbackCluster.await(
        "third worker", unlike, () -> read(log).contains("Successfully registered with master"));
    Process submitted =
        submit(
            "mixed", // begins when all executors are there, and deals to each of them
            "--conf",
            "spark.cores.max=6",
            "--conf",
            "spark.scheduler.maxRegisteredResourcesWaitingTime=120s",
            "--conf",
            "spark.scheduler.minRegisteredResourcesRatio=1.0",
            "--conf",
            "spark.shuffle.reduceLocality.enabled=false", // else where the texts were read
            "--conf",
            "spark.locality.wait=0s");
    assertEnds(1, "mixed", submitted);
    assertTrue(
        cluster
            .errors("mixed")
            .matches("(?s).*keepgate: worker [123] of 3 computes with \\[.*spark.keepgate.*"),
        cluster.errors("mixed"));
  }

  /** Submits a training that writes its model to the folder of the name. */
  private static Process submit(String name, String... options) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                cluster.sparkSubmit(),
                "--master",
                cluster.url(),
                "--driver-memory",
                "1g",
                "--executor-memory",
                "700m",
                "--conf",
                "spark.ui.enabled=false"));
    words.addAll(List.of(options));
    words.addAll(List.of("--class", "org.keepgate.spark.job.Keepgate", jobJar()));
    words.addAll(train(name));
    return cluster.start(name, Map.of(), words);
  }

  private static List<String> train(String name) {
    return List.of(
        "train",
        "--task",
        "language-model",
        "--input",
        folder.resolve("texts").toString(),
        "--model",
        folder.resolve(name + "-model").toString(),
        "--no-floors",
        "--set",
        "hiddenSize=8",
        "--set",
        "maxIter=2",
        "--set",
        "averagingInterval=1",
        "--set",
        "batchSize=4",
        "--set",
        "numWorkers=3");
  }

  private static void assertEnds(int exitCode, String name, Process process) throws Exception {
    int ended = cluster.exitCode(name, process);
    String errors = cluster.errors(name);
    assertEquals(exitCode, ended, () -> errors.substring(Math.max(0, errors.length() - 4000)));
  }

  private static void assertSays(String name, String sentence) throws IOException {
    assertTrue(cluster.errors(name).contains(sentence), cluster.errors(name));
  }

  private static void assertBytesOfLocalMode(String name) throws IOException {
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("local-model/model.safetensors")),
        Files.readAllBytes(folder.resolve(name + "-model/model.safetensors")));
  }

  /** All that Spark has written down for its history. */
  private static String events(String name) {
    try (Stream<Path> logs = Files.list(folder.resolve(name + "-events"))) {
      StringBuilder all = new StringBuilder();
      logs.forEach(log -> all.append(read(log)));
      return all.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      return ""; // not yet, or just renamed
    }
  }

  private static String jobJar() throws IOException {
    try (Stream<Path> files = Files.list(LAYOUT.resolve("lib"))) {
      return files.findFirst().orElseThrow().toString();
    }
  }
}
