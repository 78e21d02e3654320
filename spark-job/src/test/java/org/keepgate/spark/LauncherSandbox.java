package org.keepgate.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A layout with the real launcher scripts, in which Spark, Maven and Java are stand-ins that write
 * down how they were called. Nothing else of the machine is on the PATH; every path has a space.
 */
final class LauncherSandbox {

  /** All that the scripts call. */
  private static final List<String> TOOLS =
      List.of(
          ("awk basename bash cat cp dirname find grep head ln ls mkdir mktemp mv readlink rm sed"
                  + " sleep tr wc")
              .split(" ", -1));

  /** Writes its name and its arguments, one a line, to standard output, and exits with $EXIT. */
  private static final String STAND_IN =
      """
      #!/usr/bin/env bash
      printf '%s\\n' "${0##*/}" "$@"
      exit "${EXIT:-0}"
      """;

  /** Counts its calls; fails where $MAVEN_FAILS is set; else names two jars as the class path. */
  private static final String MAVEN =
      """
      #!/usr/bin/env bash
      here=$(dirname "$0")
      echo call >>"$here/calls"
      if [ -n "${MAVEN_FAILS:-}" ]; then echo '[ERROR] no such jar'; exit 1; fi
      sleep "${MAVEN_SECONDS:-0}"
      for argument; do
        case $argument in -Dmdep.outputFile=*) file=${argument#*=} ;; esac
      done
      printf '%s' "$here/spark-launcher_2.13.jar:$here/spark-core_2.13.jar" >"$file"
      """;

  /** Java as Spark's launcher: makes a command that runs this stand-in again. */
  private static final String JAVA =
      """
      #!/usr/bin/env bash
      case " $* " in
        *' -version '*) echo "openjdk version \\"${JAVA_IS:-17.0.1}\\"" >&2 ;;
        *' org.apache.spark.launcher.Main '*) printf '\\0\\n'; printf '%s\\0' "$0" run "${@:5}" ;;
        *) printf '%s\\n' "$@"; exit "${EXIT:-0}" ;;
      esac
      """;

  private final Path folder;
  private final Path tools;
  private final Map<String, String> environment = new HashMap<>();

  LauncherSandbox(Path parent) throws IOException {
    folder = parent.toRealPath();
    tools = folder.resolve("some tools");
    for (String tool : TOOLS) {
      script(tools.resolve(tool), "#!/bin/sh\nexec '" + whereIs(tool) + "' \"$@\"\n");
    }
    copyLauncher();
    write(Path.of(jobJar()), "");
    script(folder.resolve("a java/bin/java"), JAVA);
    set("PATH", tools.toString());
    set("HOME", folder.toString());
    set("XDG_CACHE_HOME", folder.resolve("a cache").toString());
    set("JAVA_HOME", folder.resolve("a java").toString());
  }

  /** Sets a variable of the environment of what is run from here on. */
  void set(String variable, String value) {
    environment.put(variable, value);
  }

  Path folder() {
    return folder;
  }

  Path keepgate() {
    return folder.resolve("a layout/bin/keepgate");
  }

  String jobJar() {
    return folder.resolve("a layout/lib/keepgate-test-job.jar").toString();
  }

  /** A folder whose content is on the PATH. */
  Path tools() {
    return tools;
  }

  /** Makes a Spark home whose spark-submit is a stand-in, and which holds one jar. */
  Path addSpark(String jar) throws IOException {
    Path home = folder.resolve("a spark");
    script(home.resolve("bin/spark-submit"), STAND_IN);
    write(home.resolve("jars").resolve(jar), "");
    return home;
  }

  /** Makes a Maven that knows two jars. */
  void addMaven() throws IOException {
    script(tools.resolve("mvn"), MAVEN);
    write(tools.resolve("spark-launcher_2.13.jar"), "1");
    write(tools.resolve("spark-core_2.13.jar"), "2");
  }

  int mavenCalls() throws IOException {
    Path calls = tools.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
  }

  /** Where the launcher keeps what it assembles. */
  Path cache() {
    return folder.resolve("a cache/keepgate");
  }

  Path assembledSpark() {
    return cache().resolve("spark-0.0.0");
  }

  /** What a command wrote, and how it ended. */
  record Run(int exitCode, String output, String errors) {
    List<String> lines() {
      return output.lines().toList();
    }
  }

  Run run(String... arguments) throws Exception {
    return finish(start(keepgate(), arguments));
  }

  Process start(Path launcher, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  static Run finish(Process process) throws Exception {
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("still running, though its output is closed");
    }
    return new Run(process.exitValue(), output, errors);
  }

  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void script(Path file, String text) throws IOException {
    write(file, text);
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + file + " executable");
    }
  }

  private void copyLauncher() throws IOException {
    Path source = Path.of("src/main/launcher");
    Path target = folder.resolve("a layout");
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file).replace("@spark.version@", "0.0.0");
        Path copy = target.resolve(source.relativize(file));
        if (Files.isExecutable(file)) {
          script(copy, text);
        } else {
          write(copy, text);
        }
      }
    }
  }

  private static Path whereIs(String tool) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .map(entry -> Path.of(entry, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + tool + " on the PATH"));
  }
}
