package org.keepgate.spark.job;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import org.keepgate.analysis.NgramModel;
import org.keepgate.analysis.error.LanguageErrors;
import org.keepgate.analysis.error.WordCounts;
import org.keepgate.analysis.look.CloseLook;
import org.keepgate.analysis.unit.FeatureTable;
import org.keepgate.analysis.unit.SampledSteps;
import org.keepgate.analysis.unit.SeriesFeatures;
import org.keepgate.analysis.unit.TextFeatures;
import org.keepgate.math.Gemm;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.TargetKind;
import org.keepgate.sequence.Vocabulary;
import org.keepgate.spark.dataset.JobDescription;
import org.keepgate.spark.dataset.TaskFailure;

/**
 * A close look at the first sequences of an input, on the driver: what single units tell, and where
 * the errors are.
 */
final class CloseUp {
  /** Enough for probes and pictures, and seconds even of a large network. */
  private static final int MOST_STEPS = 200_000;

  /** Symbols of training texts that n-grams are counted in: some hundred MB of grams. */
  private static final int MOST_COUNTED = 1_000_000;

  private static final int HIGHEST_ORDER = 9;
  private static final int MOST_SAMPLES = 50_000;
  private static final int EXCERPT_STEPS = 600;

  /** First steps of a piece of a text that no unit is judged by: it knows no place yet. */
  private static final int UNKNOWING = 32;

  private final List<Sequence> sequences;
  private final CloseLook look;
  private final @Nullable LanguageErrors errors;

  private CloseUp(List<Sequence> sequences, CloseLook look, @Nullable LanguageErrors errors) {
    this.sequences = sequences;
    this.look = look;
    this.errors = errors;
  }

  /**
   * Looks.
   *
   * @param sequences with targets; of texts in pieces
   * @param training texts that the model was trained on; null: no comparison with n-grams
   * @param inputNames of the input values; none where the network reads symbols
   */
  static CloseUp at(
      LoadedModel loaded,
      JavaRDD<Sequence> sequences,
      @Nullable JavaRDD<Sequence> training,
      List<String> inputNames,
      int batchSize) {
    List<Sequence> first = first(sequences, MOST_STEPS);
    CloseLook look =
        CloseLook.at(
            new CloseLook.Runner(
                loaded.model().spec(), loaded.model().parameters(), batchSize, Gemm.chosen()),
            first,
            features(loaded, first, inputNames),
            EXCERPT_STEPS,
            loaded.encoding().targets(),
            Runtime.getRuntime().availableProcessors());
    boolean isLanguage = loaded.model().spec().format().targetKind() == TargetKind.NEXT_SYMBOL;
    return new CloseUp(first, look, isLanguage ? errors(loaded, first, look, training) : null);
  }

  /** As many sequences as have no more steps in all, if each is as long as the longest. */
  private static List<Sequence> first(JavaRDD<Sequence> sequences, int mostSteps) {
    return JobDescription.during(
        sequences.context(),
        "inspection: fetch the sequences to look at closely",
        () ->
            TaskFailure.unwrapped(
                () -> {
                  int longest = sequences.map(Sequence::length).fold(1, Math::max);
                  return sequences.take(Math.max(1, mostSteps / longest));
                }));
  }

  private static FeatureTable features(
      LoadedModel loaded, List<Sequence> sequences, List<String> inputNames) {
    int[] lengths = sequences.stream().mapToInt(Sequence::length).toArray();
    Vocabulary symbols = loaded.encoding().symbols();
    if (symbols == null) {
      SampledSteps samples = new SampledSteps(lengths, 0, MOST_SAMPLES);
      return SeriesFeatures.of(sequences, inputNames, samples);
    }
    SampledSteps samples = new SampledSteps(lengths, UNKNOWING, MOST_SAMPLES);
    return TextFeatures.of(
        sequences.stream()
            .map(sequence -> Arrays.copyOf(symbolsOf(sequence), sequence.length() + 1))
            .toList(),
        symbols,
        samples);
  }

  private static LanguageErrors errors(
      LoadedModel loaded,
      List<Sequence> sequences,
      CloseLook look,
      @Nullable JavaRDD<Sequence> training) {
    Vocabulary symbols = loaded.encoding().symbols();
    if (symbols == null) {
      throw new IllegalStateException("a language model without symbols");
    }
    NgramModel ngrams = null;
    WordCounts words = null;
    if (training != null) {
      List<int[]> texts =
          first(training.map(CloseUp::cut), MOST_COUNTED).stream().map(CloseUp::symbolsOf).toList();
      ngrams = NgramModel.train(texts, HIGHEST_ORDER, symbols.size());
      words = TextFeatures.areWords(symbols) ? null : WordCounts.of(texts, symbols);
    }
    LanguageErrors errors = new LanguageErrors(symbols, ngrams, words);
    IntStream.range(0, sequences.size())
        .forEach(i -> errors.add(symbolsOf(sequences.get(i)), look.nats(i)));
    return errors;
  }

  /** A text, or the beginning of one that is too long for the driver. */
  private static Sequence cut(Sequence text) {
    int[] symbols = symbolsOf(text);
    return symbols.length <= MOST_COUNTED
        ? text
        : Sequence.ofSymbols(text.key(), Arrays.copyOf(symbols, MOST_COUNTED));
  }

  static int[] symbolsOf(Sequence sequence) {
    int[] symbols = sequence.symbols();
    if (symbols == null) {
      throw new IllegalStateException(sequence.key() + " has no symbols");
    }
    return symbols;
  }

  /** What was looked at. */
  List<Sequence> sequences() {
    return sequences;
  }

  /** What was seen. */
  CloseLook look() {
    return look;
  }

  /** Where a language model's loss is; null of other models. */
  @Nullable LanguageErrors errors() {
    return errors;
  }
}
