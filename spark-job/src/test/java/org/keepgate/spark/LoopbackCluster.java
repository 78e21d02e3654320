package org.keepgate.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A standalone cluster of separate processes, on loopback only, and the programs that are submitted
 * to it. What it starts, {@link #stop} stops.
 */
final class LoopbackCluster {
  private static final long PATIENCE_SECONDS = 300;

  private final Path folder;
  private final Path home;
  private final String url;
  private final List<Process> started = new ArrayList<>();

  /** Starts the master. */
  LoopbackCluster(Path folder, Path home) throws IOException {
    this.folder = folder;
    this.home = home;
    int port = freePort();
    url = "spark://127.0.0.1:" + port;
    daemon(
        "master",
        Map.of(),
        "org.apache.spark.deploy.master.Master",
        "--host",
        "127.0.0.1",
        "--port",
        String.valueOf(port));
  }

  String url() {
    return url;
  }

  String sparkSubmit() {
    return home.resolve("bin/spark-submit").toString();
  }

  /**
   * Starts a worker of two cores.
   *
   * @param host an address of its own: Spark runs no second attempt of a task on the same host
   */
  Process addWorker(String name, String host, Map<String, String> environment) throws IOException {
    return daemon(
        name,
        environment,
        "org.apache.spark.deploy.worker.Worker",
        "--host",
        host,
        "--cores",
        "2",
        "--memory",
        "2g",
        "--work-dir",
        folder.resolve(name).toString(),
        url);
  }

  private Process daemon(
      String name, Map<String, String> environment, String type, String... options)
      throws IOException {
    List<String> words = new ArrayList<>(List.of(home.resolve("bin/spark-class").toString(), type));
    words.addAll(List.of("--webui-port", String.valueOf(freePort())));
    words.addAll(List.of(options));
    return start(name, environment, words);
  }

  /** Starts a program; its output goes to files by its name. */
  Process start(String name, Map<String, String> environment, List<String> words)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().remove("SPARK_HOME");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("SPARK_DAEMON_MEMORY", "512m");
    builder.environment().putAll(environment);
    Process process =
        builder
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(folder.resolve(name + ".out").toFile())
            .redirectError(folder.resolve(name + ".err").toFile())
            .start();
    started.add(process);
    return process;
  }

  /** Waits for the end of a program. */
  int exitCode(String name, Process process) throws IOException, InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(name + " takes too long: " + errors(name));
    }
    return process.exitValue();
  }

  /** Waits for an event while a program runs. */
  static void await(String what, Process during, BooleanSupplier event)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!event.getAsBoolean()) {
      if (!during.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException("there was no " + what);
      }
      Thread.sleep(20);
    }
  }

  /** The processes of executors that a worker has started and that still run. */
  static List<ProcessHandle> executors(Process worker) {
    return worker
        .descendants()
        .filter(it -> it.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
        .filter(it -> it.info().command().orElse("").endsWith("java"))
        .toList();
  }

  /** Sends a signal, as a person would. */
  static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  String errors(String name) throws IOException {
    return Files.readString(folder.resolve(name + ".err"), UTF_8);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Stops everything, children first, which a stopped parent would leave behind. */
  void stop() throws InterruptedException {
    for (Process process : started) {
      Stream<ProcessHandle> children = process.descendants();
      children.forEach(ProcessHandle::destroyForcibly);
      process.destroy();
    }
    for (Process process : started) {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }
}
