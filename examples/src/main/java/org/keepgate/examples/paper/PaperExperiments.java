package org.keepgate.examples.paper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs published experiments again, trial after trial, and puts ours beside the paper's figures.
 *
 * <pre>
 *   PaperExperiments [--only NAME,NAME …] [--seeds 5] [--minutes 8] [--sequences 10000000]
 *                    [--threads 2] [--out FILE.md] [--list]
 * </pre>
 */
public final class PaperExperiments {
  private static final List<Experiment> ALL =
      List.of(
          new EmbeddedReber(4, 1, 0.1, "100 % solved, 39,740 sequences", 39_740),
          new EmbeddedReber(3, 2, 0.1, "100 % solved, 21,730 sequences", 21_730),
          new EmbeddedReber(3, 2, 0.2, "97 % solved, 14,060 sequences", 14_060),
          new EmbeddedReber(4, 1, 0.5, "97 % solved, 9,500 sequences", 9_500),
          new EmbeddedReber(3, 2, 0.5, "100 % solved, 8,440 sequences", 8_440),
          NextSymbol.of2a(),
          NextSymbol.of2b(),
          LongLags.of2c(50, 50, 30_000),
          LongLags.of2c(100, 100, 31_000),
          LongLags.of2c(200, 200, 33_000),
          LongLags.of2c(500, 500, 38_000),
          LongLags.of2c(1000, 1000, 49_000),
          LongLags.of2c(1000, 500, 49_000),
          LongLags.of2c(1000, 200, 75_000),
          LongLags.of2c(1000, 100, 135_000),
          LongLags.of2c(1000, 50, 203_000),
          TwoSequences.of3a(3),
          TwoSequences.of3a(1),
          MarkedPairs.adding(100),
          MarkedPairs.adding(500),
          MarkedPairs.adding(1000),
          MarkedPairs.multiplication(140),
          MarkedPairs.multiplication(13),
          TemporalOrder.of6a(),
          TemporalOrder.of6b(),
          ContinualReber.withoutForgetGates(),
          ContinualReber.withForgetGates(),
          ContinualReber.withDecay(),
          PreciseTiming.generateSpikes(true),
          PreciseTiming.generateSpikes(false),
          PreciseTiming.generateCosine(10, true),
          PreciseTiming.generateCosine(10, false),
          PreciseTiming.generateCosine(25, true),
          PreciseTiming.generateCosine(25, false));

  private PaperExperiments() {}

  /** What the command line asks for. */
  private static final class Options {
    private List<String> only = List.of();
    private int seeds = 5;
    private double minutes = 8;
    private long sequences = 10_000_000;
    private int threads = 2;
    private Path out = Path.of("target", "paper-experiments.md");
    private boolean list;

    static Options of(String[] arguments) {
      Options options = new Options();
      for (int i = 0; i < arguments.length; i++) {
        if (arguments[i].equals("--list")) {
          options.list = true;
          continue;
        }
        if (i + 1 == arguments.length) {
          throw new IllegalArgumentException(arguments[i] + " needs a value");
        }
        options.set(arguments[i], arguments[++i]);
      }
      return options;
    }

    private void set(String name, String value) {
      switch (name) {
        case "--only" -> only = Arrays.asList(value.split(",", -1));
        case "--seeds" -> seeds = Integer.parseInt(value);
        case "--minutes" -> minutes = Double.parseDouble(value);
        case "--sequences" -> sequences = Long.parseLong(value);
        case "--threads" -> threads = Integer.parseInt(value);
        case "--out" -> out = Path.of(value);
        default -> throw new IllegalArgumentException("unknown option " + name);
      }
    }
  }

  /** All of them, in the order of the table. */
  static List<Experiment> all() {
    return ALL;
  }

  /** Runs what the options name, all by default. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    Options options = Options.of(arguments);
    List<String> rows = new ArrayList<>();
    rows.add(
        "| experiment | weights | paper | ours (solved: sequences, mean and range) | verdict |");
    rows.add("|---|---|---|---|---|");
    rows.forEach(System.out::println);
    Path folder = options.out.toAbsolutePath().getParent();
    if (folder != null && !options.list) {
      Files.createDirectories(folder);
    }
    ExecutorService workers = Executors.newFixedThreadPool(options.threads);
    try {
      for (Experiment experiment : ALL) {
        if (options.list) {
          System.out.println(experiment.name() + ": " + experiment.sentence());
        } else if (options.only.isEmpty() || options.only.contains(experiment.name())) {
          String row = Summary.of(experiment, trials(experiment, options, workers)).row();
          System.out.println(row);
          rows.add(row);
          Files.write(options.out, rows, StandardCharsets.UTF_8);
        }
      }
    } finally {
      workers.shutdownNow();
    }
  }

  private static List<Trial> trials(Experiment experiment, Options options, ExecutorService workers)
      throws InterruptedException, ExecutionException {
    List<Future<Trial>> running = new ArrayList<>();
    for (int seed = 1; seed <= options.seeds; seed++) {
      long own = seed;
      running.add(
          workers.submit(
              () -> {
                long began = System.nanoTime();
                Trial trial = experiment.run(own, new Budget(options.sequences, options.minutes));
                System.err.printf(
                    Locale.ROOT,
                    "%s, seed %d: %s after %,d sequences, %.0f s; %s%n",
                    experiment.name(),
                    own,
                    trial.solved() ? "solved" : "not solved",
                    trial.sequences(),
                    (System.nanoTime() - began) / 1e9,
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
}
