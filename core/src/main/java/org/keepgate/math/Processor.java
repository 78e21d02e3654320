package org.keepgate.math;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Says what kind of processor this is: native kernels, and so last bits, are chosen by it. */
final class Processor {
  /** Keys of Linux' /proc/cpuinfo on x86-64, then on arm64. */
  private static final List<String> KEYS =
      List.of("vendor_id", "cpu family", "model", "CPU implementer", "CPU part");

  private Processor() {}

  /** Vendor, family and model where the system says them, else the architecture alone. */
  static String describe() {
    List<String> words = new ArrayList<>();
    words.add(System.getProperty("os.arch"));
    Path file = Path.of("/proc/cpuinfo");
    if (Files.isReadable(file)) {
      try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
        lines
            .takeWhile(line -> !line.isBlank()) // the first core
            .map(line -> line.split("\\s*:\\s*", 2))
            .filter(entry -> entry.length == 2 && KEYS.contains(entry[0].strip()))
            .forEach(entry -> words.add(entry[1].strip()));
      } catch (IOException unreadable) {
        words.add("unknown");
      }
    } else if (System.getenv("PROCESSOR_IDENTIFIER") != null) { // Windows
      words.add(System.getenv("PROCESSOR_IDENTIFIER"));
    }
    return String.join(" ", words);
  }
}
