package org.keepgate.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.keepgate.head.HeadKind;
import org.keepgate.math.RandomStream;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceBlockBuilder;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;
import org.keepgate.sequence.TargetKind;

/** Random sequences with targets of every kind, to try heads on. */
final class HeadTrial {
  static final int FEATURES = 3;
  static final int SYMBOLS = 23;
  private static final int[] LENGTHS = {9, 4, 6, 2};

  private HeadTrial() {}

  /** Sequences that a head of this kind learns from. */
  static SequenceFormat format(HeadKind kind) {
    return switch (kind) {
      case SOFTMAX -> SequenceFormat.tagger(FEATURES, 5);
      case CLASS_FACTORED_SOFTMAX -> SequenceFormat.languageModel(SYMBOLS);
      case SQUARED_ERROR, LOGISTIC_SQUARED_ERROR, ABSOLUTE_ERROR, HUBER ->
          SequenceFormat.forecaster(FEATURES, 2, Readout.EVERY_STEP);
      case MIXTURE_DENSITY -> SequenceFormat.forecaster(FEATURES, 1, Readout.EVERY_STEP);
      case HANDWRITING -> SequenceFormat.forecaster(FEATURES, 3, Readout.EVERY_STEP);
      case BERNOULLI -> SequenceFormat.labeller(FEATURES, 4);
      case CTC -> SequenceFormat.transcriber(FEATURES, 3);
    };
  }

  static SequenceShare share(SequenceFormat format) {
    return share(format, sequences(format));
  }

  static SequenceShare share(SequenceFormat format, List<Sequence> sequences) {
    SequenceBlockBuilder builder = SequenceBlock.builder(format);
    sequences.forEach(builder::add);
    return new SequenceShare(format, List.of(builder.build()));
  }

  /** Random sequences of unequal lengths; every fifth step has no target. */
  static List<Sequence> sequences(SequenceFormat format) {
    RandomStream random = new RandomStream(11);
    List<Sequence> sequences = new ArrayList<>();
    for (int length : LENGTHS) {
      int[] symbols = new int[length + 1];
      float[] features = new float[length * FEATURES];
      for (int k = 0; k < symbols.length; k++) {
        symbols[k] = random.nextInt(SYMBOLS);
      }
      for (int k = 0; k < features.length; k++) {
        features[k] = (float) random.nextGaussian();
      }
      String key = "sequence of " + length;
      Sequence inputs =
          format.targetKind() == TargetKind.NEXT_SYMBOL
              ? Sequence.ofSymbols(key, symbols)
              : format.symbols()
                  ? Sequence.ofSymbols(key, Arrays.copyOf(symbols, length))
                  : Sequence.ofFeatures(key, features, FEATURES);
      sequences.add(withTargets(inputs, format, length, random));
    }
    return sequences;
  }

  private static Sequence withTargets(
      Sequence inputs, SequenceFormat format, int length, RandomStream random) {
    int outputs = format.outputSize();
    return switch (format.targetKind()) {
      case NEXT_SYMBOL -> inputs;
      case CLASS -> {
        int[] classes = new int[length];
        for (int t = 0; t < length; t++) {
          classes[t] = t % 5 == 3 ? -1 : random.nextInt(outputs);
        }
        yield inputs.withClasses(classes);
      }
      case LABEL_SEQUENCE -> {
        int[] labels = new int[length / 2];
        for (int k = 0; k < labels.length; k++) {
          labels[k] = 1 + random.nextInt(outputs);
        }
        yield inputs.withLabelSequence(labels);
      }
      case VALUES, LABELS -> {
        boolean binary = format.targetKind() == TargetKind.LABELS;
        float[] values = new float[length * outputs];
        for (int k = 0; k < values.length; k++) {
          boolean end = outputs == 3 && k % 3 == 2;
          values[k] = binary || end ? random.nextInt(2) : (float) random.nextGaussian();
          values[k] = k / outputs % 5 == 3 ? Float.NaN : values[k];
        }
        yield inputs.withValues(values);
      }
    };
  }
}
