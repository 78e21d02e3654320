package org.keepgate.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job jar as it is shipped, by plain spark-submit on a standalone cluster of separate
 * processes, all on loopback; runs after the jar is packaged.
 */
@DisplayName("Job jar on a standalone cluster of a master and two workers")
class StandaloneClusterIT {
  private static final Path LAYOUT = Path.of("target", "keepgate").toAbsolutePath();
  private static final long PATIENCE_SECONDS = 300;

  private final List<Process> daemons = new ArrayList<>();

  @TempDir private Path folder;

  @AfterEach
  void stopDaemons() throws InterruptedException {
    for (Process daemon : daemons) {
      daemon.destroy();
    }
    for (Process daemon : daemons) {
      if (!daemon.waitFor(20, TimeUnit.SECONDS)) {
        daemon.destroyForcibly();
      }
    }
  }

  @Test
  @DisplayName("spark-submit trains there, and the model has the bytes of local mode")
  void clusterEqualsLocalMode() throws Exception {
    Path texts = Files.createDirectory(folder.resolve("texts"));
    for (int n = 0; n < 6; n++) {
      Files.writeString(
          texts.resolve("text" + n + ".txt"), ("line " + n + " of a text\n").repeat(40 + n));
    }
    String keepgate = LAYOUT.resolve("bin/keepgate").toString();
    Path home = Path.of(lastLine(run("home", List.of(keepgate, "--spark-home"))));
    Path local = folder.resolve("local");
    List<String> submitted = new ArrayList<>(List.of(keepgate, "--driver-memory", "1g"));
    submitted.addAll(train(texts, local));
    run("local", submitted);

    int port = startCluster(home);
    Path cluster = folder.resolve("cluster");
    submitted =
        new ArrayList<>(
            List.of(
                home.resolve("bin/spark-submit").toString(),
                "--master",
                "spark://127.0.0.1:" + port,
                "--driver-memory",
                "1g",
                "--executor-memory",
                "700m",
                "--conf",
                "spark.ui.enabled=false",
                "--class",
                "org.keepgate.spark.job.Keepgate",
                jobJar()));
    submitted.addAll(train(texts, cluster));
    String json = lastLine(run("cluster", submitted));
    assertTrue(json.contains("\"numWorkers\":2"), json);
    assertArrayEquals(
        Files.readAllBytes(local.resolve("model.safetensors")),
        Files.readAllBytes(cluster.resolve("model.safetensors")));
  }

  private int startCluster(Path home) throws IOException {
    int port = freePort();
    String sparkClass = home.resolve("bin/spark-class").toString();
    start(
        "master",
        List.of(
            sparkClass,
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            String.valueOf(port),
            "--webui-port",
            String.valueOf(freePort())));
    for (String name : List.of("worker1", "worker2")) {
      start(
          name,
          List.of(
              sparkClass,
              "org.apache.spark.deploy.worker.Worker",
              "--host",
              "127.0.0.1",
              "--cores",
              "1",
              "--memory",
              "1g",
              "--work-dir",
              folder.resolve(name).toString(),
              "--webui-port",
              String.valueOf(freePort()),
              "spark://127.0.0.1:" + port));
    }
    return port;
  }

  private static List<String> train(Path texts, Path model) {
    return List.of(
        "train",
        "--task",
        "language-model",
        "--input",
        texts.toString(),
        "--model",
        model.toString(),
        "--json",
        "--no-floors",
        "--set",
        "hiddenSize=8",
        "--set",
        "maxIter=2",
        "--set",
        "numWorkers=2");
  }

  private void start(String name, List<String> words) throws IOException {
    daemons.add(process(name, words).start());
  }

  /** Runs to the end and returns what was said on standard output. */
  private String run(String name, List<String> words) throws IOException, InterruptedException {
    Process process = process(name, words).start();
    daemons.add(process);
    assertTrue(
        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS),
        name + " takes too long: " + log(name));
    assertEquals(0, process.exitValue(), name + ": " + log(name));
    return Files.readString(output(name));
  }

  private ProcessBuilder process(String name, List<String> words) {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("SPARK_DAEMON_MEMORY", "512m");
    builder.environment().remove("SPARK_HOME");
    return builder
        .redirectInput(new File("/dev/null"))
        .redirectOutput(output(name).toFile())
        .redirectError(errors(name).toFile());
  }

  private Path output(String name) {
    return folder.resolve(name + ".out");
  }

  private Path errors(String name) {
    return folder.resolve(name + ".err");
  }

  private String log(String name) throws IOException {
    String all = Files.readString(errors(name), StandardCharsets.UTF_8);
    return all.substring(Math.max(0, all.length() - 4000));
  }

  private static String lastLine(String text) {
    return text.strip().substring(text.strip().lastIndexOf('\n') + 1);
  }

  private static String jobJar() throws IOException {
    try (Stream<Path> files = Files.list(LAYOUT.resolve("lib"))) {
      return files.findFirst().orElseThrow().toString();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
