package org.keepgate.examples.python;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.Param;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The Python package")
class PythonPackageTest {
  private static final Path FOLDER = Path.of("python");

  private static final Map<Class<?>, String> KINDS =
      Map.of(
          int.class, "int",
          long.class, "int",
          double.class, "float",
          boolean.class, "bool",
          String.class, "str",
          String[].class, "strings",
          double[].class, "floats");

  @Test
  @DisplayName("lists the params of every stage by the names and types of the Java classes")
  void params() throws IOException {
    assertEquals(ofJava(), ofPython());
  }

  private static Map<String, Map<String, String>> ofJava() {
    Map<String, Map<String, String>> stages = new TreeMap<>();
    Stream.of(Estimator.class, Transformer.class)
        .flatMap(service -> ServiceLoader.load(service).stream())
        .filter(provider -> provider.type().getName().startsWith("org.keepgate."))
        .forEach(
            provider -> {
              Map<String, String> kinds = new TreeMap<>();
              for (Param<?> param : ((PipelineStage) provider.get()).params()) {
                kinds.put(param.name(), KINDS.getOrDefault(param.dataClass(), "unknown"));
              }
              stages.put(provider.type().getSimpleName(), kinds);
            });
    return stages;
  }

  private static Map<String, Map<String, String>> ofPython() throws IOException {
    String text = Files.readString(FOLDER.resolve("keepgate/params.py"));
    Map<String, Map<String, String>> stages = new TreeMap<>();
    Matcher line = Pattern.compile("(?m)^(\\w+): (\\w+) (.*)$").matcher(text);
    while (line.find()) {
      Map<String, String> kinds = stages.computeIfAbsent(line.group(1), stage -> new TreeMap<>());
      for (String name : line.group(3).split(" ", -1)) {
        assertFalse(kinds.containsKey(name), name + " stands twice");
        kinds.put(name, line.group(2));
      }
    }
    Map<String, String> common = stages.getOrDefault("estimator", Map.of());
    stages.remove("estimator");
    Matcher estimator = Pattern.compile("(?m)^    \"(\\w+)\",$").matcher(text);
    while (estimator.find()) {
      stages.computeIfAbsent(estimator.group(1), stage -> new TreeMap<>()).putAll(common);
    }
    return stages;
  }

  @Test
  @DisplayName("passes its own tests, where there is a Python")
  void ownTests() throws IOException, InterruptedException {
    assumeTrue(hasPython(), "SKIPPED the tests of the Python package: no python3");
    Process python = python("-m", "unittest", "test_keepgate");
    String said = new String(python.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, python.waitFor(), said);
  }

  @Test
  @DisplayName("has an example that Python can read")
  void example() throws IOException, InterruptedException {
    assumeTrue(hasPython(), "SKIPPED the Python example: no python3");
    Process python =
        python("-c", "compile(open('first_model.py').read(), 'first_model.py', 'exec')");
    String said = new String(python.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, python.waitFor(), said);
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      return python("--version").waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Process python(String... arguments) throws IOException {
    return new ProcessBuilder(
            Stream.concat(Stream.of("python3", "-B"), Stream.of(arguments)).toList())
        .directory(FOLDER.toFile())
        .redirectErrorStream(true)
        .start();
  }
}
