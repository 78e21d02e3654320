package org.keepgate.sequence;

import java.util.ArrayList;
import java.util.List;
import org.keepgate.math.RandomStream;

/**
 * Shares for tests in which every step can be recognised: the steps of all sequences are numbered
 * 0, 1, 2 …, the number is the step's feature (or symbol), and its target is derived from it.
 */
final class Shares {
  static final int[][] AWKWARD_LENGTHS = {
    {},
    {1},
    {5},
    {1000},
    {1, 1, 1},
    {3, 1, 2},
    {7, 8, 9, 7, 6, 1, 20, 21, 14},
    random(101, 40),
    random(64, 3),
    random(33, 300),
  };

  private Shares() {}

  /** Random lengths between 1 and {@code longest}. */
  static int[] random(int count, int longest) {
    RandomStream random = new RandomStream(RandomStream.mix(20260101, count, longest));
    int[] lengths = new int[count];
    for (int k = 0; k < count; k++) {
      lengths[k] = 1 + random.nextInt(longest);
    }
    return lengths;
  }

  /** One feature and one target at every step: n and n + ½. */
  static SequenceShare numbered(int... lengths) {
    SequenceFormat format = SequenceFormat.forecaster(1, 1, Readout.EVERY_STEP);
    List<Sequence> sequences = new ArrayList<>();
    int number = 0;
    for (int k = 0; k < lengths.length; k++) {
      float[] features = new float[lengths[k]];
      float[] targets = new float[lengths[k]];
      for (int t = 0; t < lengths[k]; t++, number++) {
        features[t] = number;
        targets[t] = number + 0.5f;
      }
      sequences.add(Sequence.ofFeatures("row " + k, features, 1).withValues(targets));
    }
    return share(format, sequences);
  }

  /** Texts of all different symbols; text k of n steps has the symbols firstSymbol(k) … + n. */
  static SequenceShare texts(int... lengths) {
    List<Sequence> sequences = new ArrayList<>();
    int symbol = 0;
    for (int k = 0; k < lengths.length; k++) {
      int[] symbols = new int[lengths[k] + 1];
      for (int t = 0; t <= lengths[k]; t++) {
        symbols[t] = symbol++;
      }
      sequences.add(Sequence.ofSymbols("text " + k, symbols));
    }
    return share(SequenceFormat.languageModel(Math.max(1, symbol)), sequences);
  }

  /** The sequences in blocks of seven, so that a share has several. */
  static SequenceShare share(SequenceFormat format, List<Sequence> sequences) {
    List<SequenceBlock> blocks = new ArrayList<>();
    SequenceBlockBuilder builder = SequenceBlock.builder(format);
    for (Sequence sequence : sequences) {
      builder.add(sequence);
      if (builder.count() == 7) {
        blocks.add(builder.build());
        builder = SequenceBlock.builder(format);
      }
    }
    blocks.add(builder.build());
    return new SequenceShare(format, blocks);
  }
}
