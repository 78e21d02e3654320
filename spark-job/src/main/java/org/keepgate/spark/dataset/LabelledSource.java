package org.keepgate.spark.dataset;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.Standardizer;
import org.keepgate.sequence.Vocabulary;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;

/** Independent sequences of a table with a class each, or a class at every step. */
public final class LabelledSource implements SequenceSource {
  private final TableSource table;
  private final SequenceSchema schema;
  private final Task task;
  private final HeldOut heldOut;

  /**
   * Opens the table.
   *
   * @param labelled whether classes and parts are read, too; without them nothing can be trained or
   *     evaluated, only predicted
   */
  public LabelledSource(SparkSession spark, String input, Settings settings, boolean labelled) {
    this.table = new TableSource(spark, input, settings, labelled);
    this.schema = table.schema();
    this.task = settings.task();
    HeldOut fractions = HeldOut.of(settings);
    this.heldOut =
        schema.split() == SequenceSchema.NONE ? fractions : withoutWords(fractions, input);
  }

  /** Of a column of parts only what it does not hold out itself is held out by a fraction. */
  private HeldOut withoutWords(HeldOut fractions, String input) {
    JavaRDD<RawSequence> all = table.sequences(table.featureSize());
    String column = schema.columns().name(schema.split());
    List<Part> parts =
        TaskFailure.unwrapped(
            () -> all.map(sequence -> named(sequence, column)).distinct().collect());
    if (!parts.contains(Part.TRAINING)) {
      throw new InputException(
          "splitColumn: expected rows with 'train' in column "
              + column
              + " of "
              + input
              + "; found none");
    }
    return new HeldOut(parts.contains(Part.VALIDATION) ? 0 : fractions.validationFraction(), 0);
  }

  private static Part named(RawSequence sequence, String column) {
    String word = String.valueOf(sequence.split());
    Part part = Part.ofWord(word);
    if (part == null) {
      throw sequence.wrong(column, "train, validation or test", "'" + word + "'");
    }
    return part;
  }

  private static Part part(RawSequence sequence, HeldOut heldOut, String splitColumn) {
    Part named = sequence.split() == null ? Part.TRAINING : named(sequence, splitColumn);
    return named == Part.TRAINING ? heldOut.part(sequence.digest()) : named;
  }

  @Override
  public Encoding fit() {
    HeldOut parts = heldOut;
    String split = splitColumn();
    Survey survey =
        table.survey(
            table.sequences(table.featureSize()),
            0,
            sequence -> part(sequence, parts, split) == Part.TRAINING ? sequence.steps() : 0);
    Vocabulary labels = Vocabulary.of(inOrder(survey.labels().byFrequency()), false, false);
    if (labels.size() < 2) {
      throw new InputException(
          "label: expected at least two classes in column "
              + schema.columns().name(schema.label())
              + " of the training part; found only '"
              + labels.symbol(0)
              + "'");
    }
    Settings settings = table.settings();
    Vocabulary symbols =
        schema.symbols()
            ? Vocabulary.ofSymbols(
                survey.symbols(),
                settings.get(InputSettings.MIN_COUNT),
                settings.get(InputSettings.MAX_VOCABULARY),
                true)
            : null;
    Standardizer inputs = schema.symbols() ? null : survey.inputs().standardizer();
    return new Encoding(format(symbols, labels), symbols, labels, inputs, null);
  }

  /** Numbers by their value, else words by their letters: so tables of classes read well. */
  private static List<String> inOrder(List<String> labels) {
    boolean numbers = labels.stream().allMatch(NumberText::isNumber);
    Comparator<String> byLetters = Comparator.naturalOrder();
    return labels.stream()
        .sorted(
            numbers
                ? Comparator.comparingDouble(NumberText::value).thenComparing(byLetters)
                : byLetters)
        .toList();
  }

  private SequenceFormat format(@Nullable Vocabulary symbols, Vocabulary labels) {
    int classes = labels.size();
    if (task == Task.TAG) {
      return symbols == null
          ? SequenceFormat.tagger(table.featureSize(), classes)
          : SequenceFormat.symbolTagger(symbols.size(), classes);
    }
    return symbols == null
        ? SequenceFormat.classifier(table.featureSize(), classes)
        : SequenceFormat.symbolClassifier(symbols.size(), classes);
  }

  @Override
  public JavaRDD<Sequence> sequences(Encoding encoding, Part part) {
    HeldOut parts = heldOut;
    String split = splitColumn();
    return encoded(
        checked(encoding).filter(sequence -> part(sequence, parts, split) == part), encoding);
  }

  @Override
  public JavaRDD<Sequence> sequences(Encoding encoding) {
    return encoded(checked(encoding), encoding);
  }

  private JavaRDD<RawSequence> checked(Encoding encoding) {
    int expected = encoding.symbols() != null ? 0 : encoding.format().inputSize();
    if (table.featureSize() != expected) {
      throw new InputException(
          "the input has "
              + (schema.symbols() ? "symbols" : table.featureSize() + " features a step")
              + ", the network expects "
              + (expected == 0 ? "symbols" : expected + " features a step"));
    }
    return table.sequences(expected);
  }

  private JavaRDD<Sequence> encoded(JavaRDD<RawSequence> sequences, Encoding encoding) {
    String column =
        schema.label() == SequenceSchema.NONE ? "" : schema.columns().name(schema.label());
    return sequences.map(sequence -> encode(sequence, encoding, column));
  }

  private static Sequence encode(RawSequence raw, Encoding encoding, String labelColumn) {
    Sequence sequence = inputs(raw, encoding);
    String[] labels = raw.labels();
    Vocabulary known = encoding.labels();
    if (labels == null || known == null) {
      return sequence.withClasses(-1);
    }
    int[] classes = new int[labels.length];
    for (int t = 0; t < classes.length; t++) {
      if (!known.contains(labels[t])) {
        throw raw.wrong(
            labelColumn,
            "a label seen in training, one of " + named(known),
            "'" + labels[t] + "'" + (labels.length > 1 ? " at step " + (t + 1) : ""));
      }
      classes[t] = known.number(labels[t]);
    }
    return sequence.withClasses(classes);
  }

  private static Sequence inputs(RawSequence raw, Encoding encoding) {
    Vocabulary symbols = encoding.symbols();
    String[] words = raw.symbols();
    if (symbols != null && words != null) {
      int[] numbers = new int[words.length];
      for (int t = 0; t < numbers.length; t++) {
        numbers[t] = symbols.number(words[t]);
      }
      return Sequence.ofSymbols(raw.key(), numbers);
    }
    float[] features = raw.requiredFeatures().clone();
    Standardizer standardizer = encoding.inputs();
    if (standardizer != null) {
      standardizer.apply(features);
    }
    return Sequence.ofFeatures(raw.key(), features, raw.featureSize());
  }

  private static String named(Vocabulary labels) {
    List<String> some = labels.symbols();
    return some.size() <= 10
        ? String.join(", ", some)
        : String.join(", ", some.subList(0, 10)) + " … (" + some.size() + " in all)";
  }

  private String splitColumn() {
    return schema.split() == SequenceSchema.NONE ? "" : schema.columns().name(schema.split());
  }

  @Override
  public String description() {
    return table.description(
        schema.label() == SequenceSchema.NONE
            ? null
            : "class in column " + schema.columns().name(schema.label()));
  }

  @Override
  public Map<String, Object> settings() {
    return table.resolved();
  }
}
