package org.keepgate.examples.averaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs the trainings of a plan that its results do not have yet: {@code TEXTS PLAN RESULTS
 * [THREADS]}.
 *
 * <p>A line of the plan is a training, by what it sets; lines that are empty or begin with # are
 * none. Each training that ends adds its line to the results, so that a comparison that was stopped
 * goes on where it was. All workers of a training are in this machine, one after the other: the
 * shares and the bits are those of {@code keepgate train}, and nothing here is about time.
 */
public final class AveragingQuality {
  private AveragingQuality() {}

  /** Runs what is left of the plan. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length < 3 || arguments.length > 4) {
      throw new IllegalArgumentException(
          "expected TEXTS PLAN RESULTS [THREADS], got " + List.of(arguments));
    }
    Path results = Path.of(arguments[2]);
    List<AveragingRun> runs = left(Path.of(arguments[1]), results);
    if (runs.isEmpty()) {
      return;
    }
    Set<Integer> workers = new TreeSet<>();
    runs.forEach(run -> workers.add(run.numWorkers()));
    DealtTexts texts = DealtTexts.read(arguments[0], runs.get(0).settings(), workers);
    train(runs, texts, results, arguments.length == 4 ? Integer.parseInt(arguments[3]) : 1);
  }

  private static List<AveragingRun> left(Path plan, Path results) throws IOException {
    Set<String> done = new HashSet<>();
    if (Files.exists(results)) {
      for (String line : Files.readAllLines(results)) {
        done.add(line.split("\t", 2)[0]);
      }
    }
    List<AveragingRun> left = new ArrayList<>();
    for (String line : Files.readAllLines(plan)) {
      String words = line.strip();
      if (!words.isEmpty() && !words.startsWith("#") && done.add(words)) {
        left.add(new AveragingRun(words));
      }
    }
    return left;
  }

  private static void train(List<AveragingRun> runs, DealtTexts texts, Path results, int threads)
      throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> waiting = new ArrayList<>();
      for (AveragingRun run : runs) {
        waiting.add(pool.submit(() -> write(run.train(texts), results)));
      }
      for (Future<?> run : waiting) {
        run.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a training of the plan failed: " + e.getCause(), e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static synchronized void write(String line, Path results) {
    try {
      Files.writeString(results, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new IllegalStateException("cannot write " + results, e);
    }
    System.out.println(line);
  }
}
