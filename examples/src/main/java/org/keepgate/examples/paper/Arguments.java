package org.keepgate.examples.paper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options of a table, {@code --name value}, beside what they are when left out. */
final class Arguments {
  private final Map<String, String> values;

  private Arguments(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads a command line.
   *
   * @param usual every option that there is, with its value when left out
   * @throws IllegalArgumentException at an unknown option, or one without a value
   */
  static Arguments of(String[] arguments, Map<String, String> usual) {
    Map<String, String> values = new LinkedHashMap<>(usual);
    for (int i = 0; i < arguments.length; i += 2) {
      if (!usual.containsKey(arguments[i])) {
        throw new IllegalArgumentException("unknown option " + arguments[i]);
      }
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(arguments[i] + " needs a value");
      }
      values.put(arguments[i], arguments[i + 1]);
    }
    return new Arguments(values);
  }

  String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalStateException(name + " is no option");
    }
    return value;
  }

  int whole(String name) {
    return Integer.parseInt(text(name));
  }

  double real(String name) {
    return Double.parseDouble(text(name));
  }

  /** Values with commas between them. */
  List<String> list(String name) {
    return Arrays.asList(text(name).split(",", -1));
  }

  /** Prints a table, and writes it to the file of {@code --out}. */
  void publish(List<String> rows) throws IOException {
    rows.forEach(System.out::println);
    Path out = Path.of(text("--out")).toAbsolutePath();
    Path folder = out.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.write(out, rows, StandardCharsets.UTF_8);
  }
}
