package org.keepgate.examples.paper;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.keepgate.math.Gemm;

/**
 * Runs {@link OrderByLength} for every method and length, and writes how many seeds solved it.
 *
 * <pre>
 *   OrderByLengthTable [--methods descent,clipping,omega,lstm] [--lengths 20,50,100,200]
 *                      [--seeds 5] [--minutes 0.5] [--threads 1] [--out FILE.md]
 * </pre>
 */
public final class OrderByLengthTable {
  private static final long UPDATES = 5_000_000; // the paper's bound

  private OrderByLengthTable() {}

  /** Runs what the options say. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    Arguments options =
        Arguments.of(
            arguments,
            Map.of(
                "--methods", "descent,clipping,omega,lstm",
                "--lengths", "20,50,100,200",
                "--seeds", "5",
                "--minutes", "0.5",
                "--threads", "1",
                "--out", "target/order-by-length.md"));
    List<String> lengths = options.list("--lengths");
    List<String> rows = new ArrayList<>();
    rows.add("| method | L = " + String.join(" | L = ", lengths) + " |");
    rows.add("|---" + "|---".repeat(lengths.size()) + "|");
    ExecutorService workers = Executors.newFixedThreadPool(options.whole("--threads"));
    try {
      for (String name : options.list("--methods")) {
        OrderByLength.Method method = OrderByLength.Method.of(name);
        List<String> cells = new ArrayList<>();
        for (String length : lengths) {
          OrderByLength task = new OrderByLength(method, Integer.parseInt(length), Gemm.chosen());
          cells.add(cell(trials(task, options, workers)));
        }
        rows.add("| " + method.title() + " | " + String.join(" | ", cells) + " |");
      }
    } finally {
      workers.shutdownNow();
    }
    options.publish(rows);
  }

  private static List<Trial> trials(OrderByLength task, Arguments options, ExecutorService workers)
      throws InterruptedException, ExecutionException {
    double minutes = options.real("--minutes");
    List<Future<Trial>> running = new ArrayList<>();
    for (long seed = 1; seed <= options.whole("--seeds"); seed++) {
      long own = seed;
      running.add(
          workers.submit(
              () -> {
                Trial trial = task.run(own, new Budget(UPDATES, minutes));
                System.err.printf(
                    Locale.ROOT,
                    "%s, seed %d: %s after %,d updates; %s%n",
                    task,
                    own,
                    trial.solved() ? "solved" : "not solved",
                    trial.sequences(),
                    trial.outcome());
                return trial;
              }));
    }
    List<Trial> trials = new ArrayList<>();
    for (Future<Trial> future : running) {
      trials.add(future.get());
    }
    return trials;
  }

  /** How many seeds solved it, in how many updates; how many updates the others had. */
  static String cell(List<Trial> trials) {
    LongSummaryStatistics solved =
        trials.stream().filter(Trial::solved).mapToLong(Trial::sequences).summaryStatistics();
    long most = trials.stream().mapToLong(Trial::sequences).max().orElse(0);
    return solved.getCount() == 0
        ? String.format(Locale.ROOT, "0 of %d in %,d", trials.size(), most)
        : String.format(
            Locale.ROOT,
            "%d of %d: %,.0f (%,d – %,d)",
            solved.getCount(),
            trials.size(),
            solved.getAverage(),
            solved.getMin(),
            solved.getMax());
  }
}
