package org.keepgate.examples.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Runs a job again and again, and takes the median of its speeds once it is warm.
 *
 * <p>A run is clean when other processes had little of the processors' time while it lasted; the
 * figures are those of the clean runs where there are at least three of them, else of all. Reads
 * what Linux says in {@code /proc}.
 */
final class Windows {
  private static final Path PROC = Path.of("/proc");
  private static final int TICKS = 100; // of /proc, in a second
  private static final int[] BUSY = {1, 2, 3, 6, 7, 8}; // user nice system irq softirq steal
  private static final int LEAST_CLEAN = 3;

  private final double warmUp = environment("WARM_S", 8);
  private final int wanted = (int) environment("WINDOWS", 7);
  private final double atMost = environment("MAX_S", 60);
  private final double tolerated;
  private final List<Double> all = new ArrayList<>();
  private final List<Double> clean = new ArrayList<>();
  private double othersSum;

  /** For a job on so many threads. */
  Windows(int threads) {
    tolerated = threads == 1 ? 0.4 : 0.12; // processors
  }

  /** Runs a job of so many tokens until enough is known. */
  void run(Runnable job, double tokens) throws IOException {
    long began = System.nanoTime();
    do {
      job.run();
    } while (secondsSince(began) < warmUp);
    began = System.nanoTime();
    while (clean.size() < wanted && (all.size() < wanted || secondsSince(began) < atMost)) {
      double others = others();
      long start = System.nanoTime();
      job.run();
      double seconds = secondsSince(start);
      others = (others() - others) / seconds;
      othersSum += others;
      all.add(tokens / seconds);
      if (others < tolerated) {
        clean.add(tokens / seconds);
      }
      System.err.printf(Locale.ROOT, "# %.0f (others %.2f)%n", tokens / seconds, others);
    }
  }

  /**
   * One line of figures.
   *
   * @param operationsPerToken of floating point
   */
  String line(String name, Shape shape, int threads, double operationsPerToken) throws IOException {
    boolean enough = clean.size() >= LEAST_CLEAN;
    List<Double> speeds = new ArrayList<>(enough ? clean : all);
    Collections.sort(speeds);
    int count = speeds.size();
    double median = (speeds.get((count - 1) / 2) + speeds.get(count / 2)) / 2;
    return String.format(
        Locale.ROOT,
        "peer=%s shape=%s threads=%d tokens_per_s=%.0f min=%.0f max=%.0f gflops=%.2f rss_mb=%d"
            + " clean=%d/%d others=%.2f",
        name,
        shape.key(),
        threads,
        median,
        speeds.get(0),
        speeds.get(count - 1),
        median * operationsPerToken / 1e9,
        peakMegabytes(),
        enough ? clean.size() : 0,
        all.size(),
        othersSum / all.size());
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  /** Seconds of the processors that all other processes have used so far. */
  private static double others() throws IOException {
    String[] machine =
        Files.readAllLines(PROC.resolve("stat"), StandardCharsets.UTF_8)
            .get(0)
            .trim()
            .split("\\s+", -1);
    double busy = 0;
    for (int column : BUSY) {
      busy += Double.parseDouble(machine[column]);
    }
    String own = Files.readString(PROC.resolve("self/stat"), StandardCharsets.UTF_8);
    String[] fields = own.substring(own.lastIndexOf(')') + 2).split("\\s+", -1);
    return (busy - Double.parseDouble(fields[11]) - Double.parseDouble(fields[12])) / TICKS;
  }

  private static long peakMegabytes() throws IOException {
    for (String line : Files.readAllLines(PROC.resolve("self/status"), StandardCharsets.UTF_8)) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
      }
    }
    return -1;
  }

  static double environment(String name, double otherwise) {
    String value = System.getenv(name);
    return value == null ? otherwise : Double.parseDouble(value);
  }
}
