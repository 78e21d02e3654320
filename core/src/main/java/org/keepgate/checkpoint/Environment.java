package org.keepgate.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What a run's bits and speed may depend on besides options and data: versions and machine. */
public final class Environment {
  private static final Path LINUX_PROCESSORS = Path.of("/proc/cpuinfo");

  /**
   * Name of the fingerprint of the matrix provider, kind of processor and JDK: what bits are of.
   */
  static final String ARITHMETIC = "arithmetic";

  private Environment() {}

  /**
   * This program and machine, by name.
   *
   * @param arithmetic fingerprint of the matrix provider that trained
   */
  public static Map<String, String> current(String arithmetic) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("keepgate", keepgateVersion());
    environment.put(
        "java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    environment.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    environment.put("processor", processor());
    environment.put(ARITHMETIC, arithmetic);
    return environment;
  }

  /** Version of the jar that this class is in; "development" outside of a jar. */
  static String keepgateVersion() {
    String version = Environment.class.getPackage().getImplementationVersion();
    return version != null ? version : "development";
  }

  private static String processor() {
    if (Files.isReadable(LINUX_PROCESSORS)) {
      try (Stream<String> lines = Files.lines(LINUX_PROCESSORS)) {
        return lines
            .filter(line -> line.startsWith("model name"))
            .findFirst()
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .orElse("unknown");
      } catch (IOException e) {
        return "unknown";
      }
    }
    return "unknown";
  }
}
