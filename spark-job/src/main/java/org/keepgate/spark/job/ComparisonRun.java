package org.keepgate.spark.job;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.spark.api.java.JavaRDD;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.spark.trainer.ClassWeights;
import org.keepgate.spark.trainer.DistributedEvaluator;
import org.keepgate.spark.trainer.DistributedTrainer;
import org.keepgate.spark.trainer.TrainingData;
import org.keepgate.training.DivergenceException;
import org.keepgate.training.TrainingControls;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.TrainingResult;
import org.keepgate.training.setting.NetworkSettings;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.TrainingSettings;

/** Trains the variants of a comparison on the same data, several trainings at a time. */
final class ComparisonRun {
  private final TrainingData data;
  private final JavaRDD<SequenceBlock> heldOut;
  private final Workload workload;
  private final List<Long> seeds;

  ComparisonRun(
      TrainingData data, JavaRDD<SequenceBlock> heldOut, Workload workload, List<Long> seeds) {
    this.data = data;
    this.heldOut = heldOut;
    this.workload = workload;
    this.seeds = List.copyOf(seeds);
  }

  /**
   * A variant of each cell, the first of them the baseline.
   *
   * @param matched whether all have about as many parameters as the first
   */
  List<Variant> variants(Settings chosen, List<String> cells, boolean matched) {
    List<Variant> variants = new ArrayList<>();
    for (String cell : cells) {
      Variant variant = variant(chosen.with(NetworkSettings.CELL.name(), cell));
      variants.add(
          matched && !variants.isEmpty()
              ? matched(variant, variants.get(0).parameters())
              : variant);
    }
    return variants;
  }

  private Variant variant(Settings settings) {
    SequenceFormat format = data.encoding().format();
    NetworkSpec spec =
        ClassWeights.weighted(NetworkSettings.spec(settings, format), settings, data);
    TrainingRequest.requireFits(TrainingSettings.options(settings, data.workers().value()), spec);
    return new Variant(spec.cell().name(), settings, spec);
  }

  /** The hidden size whose parameters are nearest: they grow with it. */
  private Variant matched(Variant variant, long parameters) {
    int block = variant.spec().cell().memoryBlocks().cellsPerBlock();
    int below = 1; // in blocks
    int above = 1;
    while (sized(variant, above * block).parameters() < parameters) {
      below = above;
      above *= 2;
    }
    while (above - below > 1) {
      int middle = (above + below) / 2;
      if (sized(variant, middle * block).parameters() < parameters) {
        below = middle;
      } else {
        above = middle;
      }
    }
    Variant smaller = sized(variant, below * block);
    Variant larger = sized(variant, above * block);
    return parameters - smaller.parameters() < larger.parameters() - parameters ? smaller : larger;
  }

  private Variant sized(Variant variant, int hiddenSize) {
    return variant(
        variant.settings().with(NetworkSettings.HIDDEN_SIZE.name(), String.valueOf(hiddenSize)));
  }

  /** Trains every variant with every seed; each that is done is said. */
  List<Trial> trials(List<Variant> variants, int parallel, Console console)
      throws InterruptedException {
    int all = variants.size() * seeds.size();
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(all, parallel));
    try {
      ExecutorCompletionService<Trial> running = new ExecutorCompletionService<>(threads);
      for (Variant variant : variants) {
        for (long seed : seeds) {
          running.submit(() -> trial(variant, seed));
        }
      }
      List<Trial> trials = new ArrayList<>();
      while (trials.size() < all) {
        Trial trial = running.take().get();
        trials.add(trial);
        console.say(said(trial, trials.size(), all, workload.measure(data.encoding())));
      }
      return trials;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private static String said(Trial trial, int number, int all, String measure) {
    return number
        + " of "
        + all
        + "  "
        + trial.variant().cell()
        + ", seed "
        + trial.seed()
        + ": "
        + (trial.succeeded()
            ? Figures.measure(trial.figure())
                + " "
                + measure
                + " after "
                + trial.epochs()
                + " epochs, "
                + Figures.duration(trial.seconds())
                + " minutes"
            : "failed: " + trial.failure());
  }

  /** The same bits as a training of these settings with this seed. */
  private Trial trial(Variant variant, long seed) {
    TrainingOptions options =
        TrainingSettings.options(variant.settings(), data.workers().value()).withSeed(seed);
    long began = System.nanoTime();
    try {
      DistributedTrainer trainer =
          new DistributedTrainer(variant.spec(), options, data.training(), data.validation());
      TrainingControls controls = new TrainingControls(null, 0, data.encoding().targets());
      TrainingResult result = trainer.train(trainer.start(), List.of(), controls);
      double seconds = (System.nanoTime() - began) / 1e9;
      MetricSums sums =
          DistributedEvaluator.evaluate(
              variant.spec(),
              result.parameters(),
              heldOut,
              options.batchSize(),
              options.segmentLength());
      double figure = workload.figure(Workload.evaluation(sums, data.encoding()));
      return new Trial(variant, seed, figure, seconds, result.history().epochs().size(), null);
    } catch (DivergenceException e) {
      double seconds = (System.nanoTime() - began) / 1e9;
      return new Trial(variant, seed, Double.NaN, seconds, 0, e.finding());
    }
  }
}
