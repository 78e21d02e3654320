package org.keepgate.examples.benchmark;

import java.util.Arrays;
import org.keepgate.math.RandomStream;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceBlockBuilder;
import org.keepgate.sequence.SequenceFormat;

/**
 * The jobs that are measured: character models (a class of 96 at every step) and a forecaster of
 * eight series (one value after the last step). Inputs and targets are random.
 */
enum Shape {
  S("S", 128, 1, 50, 32, 8000),
  M("M", 256, 2, 64, 64, 2000),
  LARGE("Lg", 512, 2, 64, 64, 640),
  EXTRA_LARGE("XL", 1024, 1, 64, 64, 640),
  SERIES("TS", 64, 1, 100, 32, 16_000);

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
            () -> new IllegalArgumentException("SHAPE is one of S, M, Lg, XL and TS, got " + key));
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
    double sum = 0;
    int inputs = this == SERIES ? FEATURES : SYMBOLS;
    for (int layer = 0; layer < layers; layer++) {
      sum += 8.0 * hiddenSize * (inputs + hiddenSize);
      inputs = hiddenSize;
    }
    double head = this == SERIES ? 2.0 * hiddenSize / steps : 2.0 * hiddenSize * SYMBOLS;
    return 3 * (sum + head);
  }

  /** Random data of one worker. */
  SequenceBlock data(int worker) {
    RandomStream random = new RandomStream(RandomStream.mix(worker, sequences));
    SequenceBlockBuilder block = SequenceBlock.builder(format());
    for (int sequence = 0; sequence < sequences; sequence++) {
      block.add(draw(worker + "/" + sequence, random));
    }
    return block.build();
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
