package org.keepgate.examples.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.keepgate.math.RandomStream;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceBlockBuilder;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;

/**
 * The jobs that are measured: character models (a class of 96 at every step) and a forecaster of
 * eight series (one value after the last step). Inputs and targets are random. {@link #ONE} has one
 * sequence side by side with none: for the time that somebody waits for its prediction.
 */
enum Shape {
  S("S", 128, 1, 50, 32, 8000),
  M("M", 256, 2, 64, 64, 2000),
  LARGE("Lg", 512, 2, 64, 64, 640),
  EXTRA_LARGE("XL", 1024, 1, 64, 64, 640),
  SERIES("TS", 64, 1, 100, 32, 16_000),
  ONE("One", 128, 1, 100, 1, 1000);

  private static final int SYMBOLS = 96;
  private static final int FEATURES = 8;

  private final String key;
  private final int hiddenSize;
  private final int layers;
  private final int steps;
  private final int batchSize;
  private final int sequences;

  Shape(String key, int hiddenSize, int layers, int steps, int batchSize, int sequences) {
    this.key = key;
    this.hiddenSize = hiddenSize;
    this.layers = layers;
    this.steps = steps;
    this.batchSize = batchSize;
    this.sequences = sequences;
  }

  /**
   * A shape by its name.
   *
   * @throws IllegalArgumentException when there is none
   */
  static Shape of(String key) {
    return Arrays.stream(values())
        .filter(shape -> shape.key.equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "SHAPE is one of S, M, Lg, XL, TS and One, got " + key));
  }

  /** Its name. */
  String key() {
    return key;
  }

  /** Sequences side by side in a minibatch. */
  int batchSize() {
    return batchSize;
  }

  /** Sequences of one worker's epoch. */
  int sequences() {
    return sequences;
  }

  /** Time steps of a sequence. */
  int steps() {
    return steps;
  }

  /** What inputs and targets look like. */
  SequenceFormat format() {
    return this == SERIES
        ? SequenceFormat.forecaster(FEATURES, 1, Readout.LAST_STEP)
        : SequenceFormat.symbolTagger(SYMBOLS, SYMBOLS);
  }

  /** An LSTM without peepholes. */
  NetworkSpec network() {
    return NetworkSpec.of(format(), "lstm", hiddenSize).withLayers(layers);
  }

  /**
   * Floating-point operations of a time step of one sequence: three times those of the products of
   * the forward pass, a symbol counted as a product with its unit vector, as others compute it.
   */
  double operationsPerToken() {
    return 3 * forwardPerToken();
  }

  /** Those of the forward pass. */
  double forwardPerToken() {
    double sum = 0;
    int inputs = this == SERIES ? FEATURES : SYMBOLS;
    for (int layer = 0; layer < layers; layer++) {
      sum += 8.0 * hiddenSize * (inputs + hiddenSize);
      inputs = hiddenSize;
    }
    double head = this == SERIES ? 2.0 * hiddenSize / steps : 2.0 * hiddenSize * SYMBOLS;
    return sum + head;
  }

  /** Random data of one worker. */
  SequenceBlock data(int worker) {
    SequenceBlockBuilder block = SequenceBlock.builder(format());
    drawn(worker).forEach(block::add);
    return block.build();
  }

  /** The sequences of {@link #data}. */
  List<Sequence> drawn(int worker) {
    RandomStream random = new RandomStream(RandomStream.mix(worker, sequences));
    List<Sequence> drawn = new ArrayList<>();
    for (int sequence = 0; sequence < sequences; sequence++) {
      drawn.add(draw(worker + "/" + sequence, random));
    }
    return drawn;
  }

  /** The sequences of {@link #data}, each in a share of its own. */
  List<SequenceShare> each(int worker) {
    List<SequenceShare> shares = new ArrayList<>();
    for (Sequence sequence : drawn(worker)) {
      SequenceBlock block = SequenceBlock.builder(format()).add(sequence).build();
      shares.add(new SequenceShare(format(), List.of(block)));
    }
    return shares;
  }

  private Sequence draw(String key, RandomStream random) {
    if (this == SERIES) {
      float[] features = new float[steps * FEATURES];
      for (int j = 0; j < features.length; j++) {
        features[j] = (float) random.nextGaussian();
      }
      return Sequence.ofFeatures(key, features, FEATURES).withValues((float) random.nextGaussian());
    }
    int[] symbols = new int[steps];
    int[] classes = new int[steps];
    for (int step = 0; step < steps; step++) {
      symbols[step] = random.nextInt(SYMBOLS);
      classes[step] = random.nextInt(SYMBOLS);
    }
    return Sequence.ofSymbols(key, symbols).withClasses(classes);
  }
}
