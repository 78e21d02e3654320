package org.keepgate.analysis.unit;

import java.util.List;
import org.keepgate.analysis.NgramModel;
import org.keepgate.sequence.Vocabulary;

/** The {@link TextFeature}s of texts. */
public final class TextFeatures {
  private TextFeatures() {}

  /**
   * Reads texts; the features of step t are those of the place behind input symbol t.
   *
   * @param pieces of texts, each with one symbol more than it has steps; the text of the piece
   *     before goes on unless there is a boundary
   * @param samples over the pieces
   */
  public static FeatureTable of(List<int[]> pieces, Vocabulary vocabulary, SampledSteps samples) {
    TextFeature[] features = TextFeature.values();
    float[][] values = new float[features.length][samples.count()];
    TextScanner scanner = new TextScanner();
    boolean words = areWords(vocabulary);
    for (int piece = 0; piece < pieces.size(); piece++) {
      int[] symbols = pieces.get(piece);
      for (int step = 0; step < symbols.length - 1; step++) {
        if (vocabulary.hasBoundary() && symbols[step] == NgramModel.BOUNDARY) {
          scanner.begin();
        } else {
          read(vocabulary.symbol(symbols[step]), words, scanner);
        }
        int sample = samples.sample(piece, step);
        for (int f = 0; sample >= 0 && f < features.length; f++) {
          values[f][sample] = scanner.value(features[f]);
        }
      }
    }
    FeatureTable table = new FeatureTable(samples);
    for (int f = 0; f < features.length; f++) {
      table.add(features[f].words(), values[f]);
    }
    return table;
  }

  /** Whether symbols are words, which stand apart in a text; else characters. */
  public static boolean areWords(Vocabulary vocabulary) {
    return vocabulary.symbols().stream()
        .filter(symbol -> !symbol.equals(Vocabulary.BOUNDARY) && !symbol.equals(Vocabulary.UNKNOWN))
        .anyMatch(symbol -> symbol.codePointCount(0, symbol.length()) > 1);
  }

  private static void read(String symbol, boolean words, TextScanner scanner) {
    if (words && !symbol.equals("\n")) {
      scanner.read(' ');
    }
    scanner.read(symbol);
  }
}
