package org.keepgate.examples.paper;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.keepgate.math.Gemm;

/**
 * The ablation of the Search Space Odyssey on two tasks: a rate is chosen for each by the unchanged
 * LSTM, on other held-out data and seeds than the table's, and then every variant is trained with
 * it.
 *
 * <pre>
 *   OdysseyTable [--rates 0.003,0.01,0.03,0.1,0.3] [--seeds 10] [--symbols 600000] [--epochs 20]
 *                [--threads 1] [--data FOLDER] [--out FILE.md]
 * </pre>
 */
public final class OdysseyTable {
  private static final int RATE_SEEDS = 5;
  private static final int HELD_SYMBOLS = 100_000;
  private static final long FIRST_RATE_SEED = 1_001;

  private final Gemm gemm = Gemm.chosen();
  private final List<Double> rates;
  private final int seeds;
  private final ExecutorService workers;

  OdysseyTable(List<Double> rates, int seeds, ExecutorService workers) {
    if (seeds < 2) {
      throw new IllegalArgumentException(
          "--seeds: expected at least 2, for the intervals of the means; got " + seeds);
    }
    this.rates = rates;
    this.seeds = seeds;
    this.workers = workers;
  }

  /** Runs what the options say. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    Arguments options =
        Arguments.of(
            arguments,
            Map.of(
                "--rates", "0.003,0.01,0.03,0.1,0.3",
                "--seeds", "10",
                "--symbols", "600000",
                "--epochs", "20",
                "--threads", "1",
                "--data", "data",
                "--out", "target/odyssey.md"));
    List<AblationTask> tasks =
        List.of(
            new ReberStreams(options.whole("--symbols"), HELD_SYMBOLS),
            DigitPixels.of(
                Path.of(options.text("--data"), "optical-digits.csv.gz"),
                options.whole("--epochs")));
    ExecutorService workers = Executors.newFixedThreadPool(options.whole("--threads"));
    try {
      List<Double> rates = options.list("--rates").stream().map(Double::valueOf).toList();
      options.publish(new OdysseyTable(rates, options.whole("--seeds"), workers).rows(tasks));
    } finally {
      workers.shutdownNow();
    }
  }

  /** The table. */
  List<String> rows(List<AblationTask> tasks) throws InterruptedException, ExecutionException {
    StringBuilder head = new StringBuilder("| variant |");
    StringBuilder line = new StringBuilder("|---|");
    List<Comparison> comparisons = new ArrayList<>();
    for (AblationTask task : tasks) {
      double rate = chosenRate(task);
      comparisons.add(compare(task, rate));
      head.append(' ').append(task.title()).append(", rate ").append(rate).append(" | beside V |");
      line.append("---|---|");
    }
    List<String> rows = new ArrayList<>();
    rows.add(head + " paper |");
    rows.add(line + "---|");
    for (OdysseyVariant variant : OdysseyVariant.values()) {
      StringBuilder row = new StringBuilder("| " + variant + ": " + variant.sentence() + " |");
      for (Comparison comparison : comparisons) {
        row.append(comparison.cells(rows.size() - 2));
      }
      rows.add(row + " " + variant.paper() + " |");
    }
    return rows;
  }

  /** The rate with the least mean error of the unchanged LSTM on what is held out for that. */
  private double chosenRate(AblationTask task) throws InterruptedException, ExecutionException {
    if (rates.size() == 1) {
      return rates.get(0);
    }
    List<double[]> errors = new ArrayList<>();
    for (double rate : rates) {
      errors.add(errors(task, OdysseyVariant.V, rate, FIRST_RATE_SEED, RATE_SEEDS, false));
    }
    Comparison comparison = new Comparison(errors, task.byRatio());
    int best = 0;
    for (int k = 1; k < rates.size(); k++) {
      best = comparison.mean(k) < comparison.mean(best) ? k : best;
    }
    return rates.get(best);
  }

  private Comparison compare(AblationTask task, double rate)
      throws InterruptedException, ExecutionException {
    List<double[]> errors = new ArrayList<>();
    for (OdysseyVariant variant : OdysseyVariant.values()) {
      errors.add(errors(task, variant, rate, 1, seeds, true));
    }
    return new Comparison(errors, task.byRatio());
  }

  private double[] errors(
      AblationTask task,
      OdysseyVariant variant,
      double rate,
      long firstSeed,
      int count,
      boolean forTheTable)
      throws InterruptedException, ExecutionException {
    List<Future<Double>> running = new ArrayList<>();
    for (long seed = firstSeed; seed < firstSeed + count; seed++) {
      long own = seed;
      running.add(workers.submit(() -> task.error(variant.cell(), rate, own, forTheTable, gemm)));
    }
    double[] errors = new double[count];
    for (int n = 0; n < count; n++) {
      errors[n] = running.get(n).get();
    }
    System.err.printf(
        Locale.ROOT,
        "%s, %s, rate %s%s: %s%n",
        task.title(),
        variant,
        rate,
        forTheTable ? "" : " (to choose it)",
        Arrays.toString(errors));
    return errors;
  }
}
