package org.keepgate.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.keepgate.cell.Cells;
import org.keepgate.math.Gemm;
import org.keepgate.math.RandomStream;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceBlockBuilder;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;

/** Tasks that train in milliseconds, for the tests of training; all from written seeds. */
final class TinyTasks {
  static final Gemm GEMM = Gemm.named("java"); // the same on every machine
  static final SequenceFormat TEXTS = SequenceFormat.languageModel(7);
  static final SequenceFormat TAGS = SequenceFormat.tagger(2, 3);
  static final SequenceFormat CLASSES = SequenceFormat.classifier(2, 3);
  static final SequenceFormat SERIES = SequenceFormat.forecaster(1, 2, Readout.EVERY_STEP);

  private TinyTasks() {}

  static NetworkSpec network(SequenceFormat format, int hiddenSize, double dropout) {
    return NetworkSpec.of(format, Cells.LSTM, hiddenSize).withDropout(dropout);
  }

  static SequenceShare share(SequenceFormat format, List<Sequence> sequences) {
    SequenceBlockBuilder builder = SequenceBlock.builder(format);
    sequences.forEach(builder::add);
    return new SequenceShare(format, List.of(builder.build()));
  }

  /** Deals every n-th sequence to a worker. */
  static List<SequenceShare> deal(SequenceFormat format, List<Sequence> all, int workers) {
    List<SequenceShare> shares = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      List<Sequence> own = new ArrayList<>();
      for (int i = worker; i < all.size(); i += workers) {
        own.add(all.get(i));
      }
      shares.add(share(format, own));
    }
    return shares;
  }

  /** Texts of a source in which most symbols follow from the two before. */
  static List<Sequence> texts(int count, long seed) {
    RandomStream random = new RandomStream(seed);
    List<Sequence> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] symbols = new int[20 + random.nextInt(40)];
      for (int t = 1; t < symbols.length - 1; t++) {
        int before = t < 2 ? 3 : symbols[t - 2];
        symbols[t] =
            random.nextInt(8) == 0 ? 1 + random.nextInt(6) : 1 + (symbols[t - 1] + before) % 6;
      }
      texts.add(Sequence.ofSymbols("text " + i, symbols));
    }
    return texts;
  }

  /** Tags that say whether the sum of the first feature so far is low, middle or high. */
  static List<Sequence> tags(int count, long seed) {
    RandomStream random = new RandomStream(seed);
    List<Sequence> sequences = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = 3 + random.nextInt(10);
      float[] features = new float[2 * length];
      int[] tags = new int[length];
      double sum = 0;
      for (int t = 0; t < length; t++) {
        features[2 * t] = (float) random.nextGaussian();
        features[2 * t + 1] = (float) random.nextGaussian();
        sum += features[2 * t];
        tags[t] = sum < -0.5 ? 0 : sum < 0.5 ? 1 : 2;
      }
      sequences.add(Sequence.ofFeatures("tags " + i, features, 2).withClasses(tags));
    }
    return sequences;
  }

  /** The last tag of each as the class of the whole. */
  static List<Sequence> classes(int count, long seed) {
    List<Sequence> sequences = new ArrayList<>();
    for (Sequence tagged : tags(count, seed)) {
      int[] tags = tagged.classes();
      float[] features = tagged.features();
      if (tags == null || features == null) {
        throw new AssertionError("tags have features and classes");
      }
      sequences.add(
          Sequence.ofFeatures(tagged.key(), features, 2).withClasses(tags[tags.length - 1]));
    }
    return sequences;
  }

  /**
   * Sines, their next value and its double to be forecast; both missing at first, the second at odd
   * steps.
   */
  static List<Sequence> series(int count, long seed) {
    RandomStream random = new RandomStream(seed);
    List<Sequence> sequences = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = 8 + random.nextInt(8);
      double phase = 6 * random.nextDouble();
      float[] features = new float[length];
      float[] values = new float[2 * length];
      for (int t = 0; t < length; t++) {
        features[t] = (float) Math.sin(phase + 0.5 * t);
        // one value alone does not say whether the sine rises or falls
        values[2 * t] = t == 0 ? Float.NaN : (float) Math.sin(phase + 0.5 * (t + 1));
        values[2 * t + 1] = t % 2 == 1 ? Float.NaN : 2 * values[2 * t];
      }
      sequences.add(Sequence.ofFeatures("series " + i, features, 1).withValues(values));
    }
    return sequences;
  }

  static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }
}
