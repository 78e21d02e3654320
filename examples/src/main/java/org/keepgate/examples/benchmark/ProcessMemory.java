package org.keepgate.examples.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What processes take of the machine's memory, as Linux and their own JVM say it. */
final class ProcessMemory {

  private ProcessMemory() {}

  /** Bytes of this JVM's heap that are in use after its garbage has been collected. */
  static long heapAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Bytes of memory that a process takes now. */
  static long resident(long process) {
    return status(process, "VmRSS:");
  }

  /** The most that it has taken so far. */
  static long peakResident(long process) {
    return status(process, "VmHWM:");
  }

  /** Processes below this one that run Spark's executors. */
  static List<Long> executors() {
    return ProcessHandle.current()
        .descendants()
        .map(ProcessHandle::pid)
        .filter(process -> read(process, "cmdline").contains("CoarseGrainedExecutorBackend"))
        .toList();
  }

  /** Bytes of all files below a folder that others write to and delete from meanwhile. */
  static long onDisk(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(file -> file.toFile().isFile() ? file.toFile().length() : 0).sum();
    } catch (UncheckedIOException | IOException e) {
      return -1; // a folder was deleted on the way: asked again in the next round
    }
  }

  private static long status(long process, String field) {
    for (String line : read(process, "status").split("\n", -1)) {
      if (line.startsWith(field)) {
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    throw new IllegalStateException("process " + process + " has no " + field);
  }

  private static String read(long process, String file) {
    try {
      byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(process), file));
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return ""; // has ended
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
