package org.keepgate.analysis.look;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.keepgate.analysis.error.PredictionWatcher;
import org.keepgate.analysis.unit.ActivityReader;
import org.keepgate.analysis.unit.Excerpts;
import org.keepgate.analysis.unit.FeatureTable;
import org.keepgate.analysis.unit.UnitSearch;
import org.keepgate.analysis.unit.UnitWatcher;
import org.keepgate.evaluation.Inference;
import org.keepgate.math.Gemm;
import org.keepgate.network.Network;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceBlockBuilder;
import org.keepgate.sequence.SequenceShare;
import org.keepgate.sequence.Standardizer;

/**
 * A look at single units and single predictions of a network, over sequences that fit into memory:
 * one pass, in which each thread runs sequences of its own and keeps sums.
 */
public final class CloseLook {
  private final UnitSearch units;
  private final Excerpts excerpts;
  private final PredictionWatcher predictions;
  private final float[][] nats;

  private CloseLook(
      UnitSearch units, Excerpts excerpts, PredictionWatcher predictions, float[][] nats) {
    this.units = units;
    this.excerpts = excerpts;
    this.predictions = predictions;
    this.nats = nats;
  }

  /** A network and what it is run with. */
  public static final class Runner {
    private final NetworkSpec spec;
    private final float[] parameters;
    private final int batchSize;
    private final Gemm gemm;

    /** {@code batchSize}: sequences side by side in a thread. */
    public Runner(NetworkSpec spec, float[] parameters, int batchSize, Gemm gemm) {
      this.spec = spec;
      this.parameters = parameters;
      this.batchSize = batchSize;
      this.gemm = gemm;
    }
  }

  /**
   * Runs a network over sequences.
   *
   * @param features of the steps of these sequences
   * @param excerptSteps that are kept for pictures
   * @param targetUnits of target values; null: those of the network
   * @param threads that run at the same time, each with a network of its own
   */
  public static CloseLook at(
      Runner runner,
      List<Sequence> sequences,
      FeatureTable features,
      int excerptSteps,
      @Nullable Standardizer targetUnits,
      int threads) {
    NetworkSpec spec = runner.spec;
    int units = new ActivityReader(spec).units();
    int[] lengths = sequences.stream().mapToInt(Sequence::length).toArray();
    Excerpts excerpts = new Excerpts(features, lengths, excerptSteps, units);
    float[][] nats = new float[sequences.size()][];
    for (int i = 0; i < nats.length; i++) {
      nats[i] = new float[lengths[i]];
    }
    List<Part> parts = new ArrayList<>();
    for (int[] range : ranges(lengths, threads)) {
      PredictionWatcher predictions = new PredictionWatcher(spec, nats, range[0], targetUnits);
      UnitSearch search = new UnitSearch(features, units);
      UnitWatcher watcher = new UnitWatcher(spec, search, excerpts, range[0]);
      parts.add(new Part(runner, sequences.subList(range[0], range[1]), watcher, predictions));
    }
    runAll(parts);
    Part first = parts.get(0);
    for (Part part : parts.subList(1, parts.size())) {
      first.watcher.search().add(part.watcher.search());
      first.predictions.add(part.predictions);
    }
    return new CloseLook(first.watcher.search(), excerpts, first.predictions, nats);
  }

  /** The sequences of one thread. */
  private record Part(
      Runner runner, List<Sequence> sequences, UnitWatcher watcher, PredictionWatcher predictions) {
    void run() {
      SequenceBlockBuilder block = SequenceBlock.builder(runner.spec.format());
      sequences.forEach(block::add);
      SequenceShare share = new SequenceShare(runner.spec.format(), List.of(block.build()));
      try (Inference inference =
          new Inference(runner.spec, runner.parameters, runner.batchSize, 0, runner.gemm)) {
        inference.run(share, predictions, this::ran);
      }
    }

    private void ran(Network network, Minibatch batch, int before) {
      predictions.ran(network, batch, before);
      watcher.ran(network, batch, before);
    }
  }

  /** Ranges of sequences with about as many steps each. */
  private static List<int[]> ranges(int[] lengths, int threads) {
    long steps = 0;
    for (int length : lengths) {
      steps += length;
    }
    List<int[]> ranges = new ArrayList<>();
    int from = 0;
    long sum = 0;
    for (int i = 0; i < lengths.length; i++) {
      sum += lengths[i];
      boolean last = i == lengths.length - 1;
      if (last || sum * threads >= steps * (ranges.size() + 1)) {
        ranges.add(new int[] {from, i + 1});
        from = i + 1;
      }
    }
    if (ranges.isEmpty()) {
      throw new IllegalArgumentException("there is no sequence to look at");
    }
    return ranges;
  }

  private static void runAll(List<Part> parts) {
    ExecutorService threads = Executors.newFixedThreadPool(parts.size());
    try {
      List<Future<?>> running = new ArrayList<>();
      parts.forEach(part -> running.add(threads.submit(part::run)));
      for (Future<?> each : running) {
        each.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("a thread that runs the network has failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the network runs", e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** The search of units that tell a feature. */
  public UnitSearch units() {
    return units;
  }

  /** Activities of all units where they are to be shown. */
  public Excerpts excerpts() {
    return excerpts;
  }

  /** Classes and values that were predicted. */
  public PredictionWatcher predictions() {
    return predictions;
  }

  /** −ln of the probability of each next symbol, [sequence][step]; of other targets zeros. */
  public float[] nats(int sequence) {
    return nats[sequence];
  }
}
