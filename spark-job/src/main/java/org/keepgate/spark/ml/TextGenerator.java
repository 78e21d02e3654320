package org.keepgate.spark.ml;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.math.Gemm;
import org.keepgate.math.RandomStream;
import org.keepgate.network.SymbolSampler;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Vocabulary;
import org.keepgate.spark.dataset.InputSettings;
import org.keepgate.spark.dataset.TextUnits;

/** Lets a language model go on with a text; the same seed gives the same text. */
public final class TextGenerator {
  private static final int BOUNDARY = 0;

  private final TrainedModel model;
  private final Vocabulary vocabulary;
  private final boolean words;

  /**
   * @param model a language model
   * @throws InputException when it has no vocabulary
   */
  public TextGenerator(TrainedModel model, String location) {
    Vocabulary symbols = model.vocabulary();
    if (symbols == null) {
      throw new InputException(location + " has no vocabulary, expected a language model with one");
    }
    this.model = model;
    this.vocabulary = symbols;
    this.words = TextUnits.areWords(model.settings().get(InputSettings.INPUT_UNIT.name()));
  }

  /** A text for a report. */
  public static String sample(
      TrainedModel model, String prime, int length, double temperature, long seed) {
    return new TextGenerator(model, "the model").generate(prime, length, temperature, seed);
  }

  /** The symbols of {@code prime} that the model does not know, for a message; often none. */
  public Set<String> unknown(String prime) {
    Set<String> unknown = new TreeSet<>();
    for (String symbol : TextUnits.symbols(prime, words)) {
      if (!vocabulary.contains(symbol)) {
        unknown.add(symbol);
      }
    }
    return unknown;
  }

  /**
   * What follows {@code prime}: {@code length} symbols, or fewer where the model ends the text. It
   * never writes the unknown symbol.
   *
   * @param temperature 1 = as probable as the model says; 0 = always the most probable
   * @throws InputException when the prime has symbols that have no number
   */
  public String generate(String prime, int length, double temperature, long seed) {
    return TextUnits.text(
        generate(TextUnits.symbols(prime, words), length, temperature, seed), words);
  }

  /** The same of symbols that are no text. */
  public List<String> generate(List<String> prime, int length, double temperature, long seed) {
    requireBounds(length, temperature);
    int unknown = vocabulary.hasUnknown() ? BOUNDARY + 1 : -1;
    RandomStream random = new RandomStream(seed);
    List<String> written = new ArrayList<>();
    try (SymbolSampler sampler =
        new SymbolSampler(model.spec(), model.parameters(), Gemm.chosen())) {
      sampler.read(BOUNDARY);
      for (String symbol : prime) {
        sampler.read(vocabulary.number(symbol));
      }
      for (int i = 0; i < length; i++) {
        int symbol = sampler.draw(temperature, unknown, random);
        if (symbol == BOUNDARY) {
          break;
        }
        written.add(vocabulary.symbol(symbol));
        sampler.read(symbol);
      }
    }
    return written;
  }

  private static void requireBounds(int length, double temperature) {
    if (length < 1) {
      throw new IllegalArgumentException("length: expected at least 1; found " + length);
    }
    if (!(temperature >= 0 && temperature < Double.POSITIVE_INFINITY)) { // false for NaN too
      throw new IllegalArgumentException("temperature: expected at least 0; found " + temperature);
    }
  }
}
