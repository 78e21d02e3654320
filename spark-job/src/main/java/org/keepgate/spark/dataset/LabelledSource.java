package org.keepgate.spark.dataset;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.Standardizer;
import org.keepgate.sequence.TargetKind;
import org.keepgate.sequence.Vocabulary;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;

/** Independent sequences of a table with targets of their own: classes, labels or values. */
public final class LabelledSource implements SequenceSource {
  private final TableSource table;
  private final SequenceSchema schema;
  private final Task task;
  private final SequenceParts parts;

  /**
   * Opens the table.
   *
   * @param labelled whether targets and parts are read, too; without them nothing can be trained or
   *     evaluated, only predicted
   */
  public LabelledSource(SparkSession spark, String input, Settings settings, boolean labelled) {
    this(TableSource.open(spark, input, settings, labelled));
  }

  /**
   * Takes the rows of a data set.
   *
   * @param skipsInvalid whether sequences that cannot be read are left out, or are an error
   */
  public LabelledSource(Dataset<Row> data, Settings settings, boolean skipsInvalid) {
    this(new TableSource(data, settings, true, skipsInvalid));
  }

  /**
   * Refuses a data set whose columns cannot be sequences with targets, before anything is run.
   *
   * @throws InputException naming column and expectation
   */
  public static void requireColumns(StructType schema, Settings settings) {
    SequenceSchema.of(new DatasetRows(schema).columns(), settings, true);
  }

  private LabelledSource(TableSource table) {
    this.table = table;
    this.schema = table.schema();
    this.task = table.settings().task();
    this.parts = SequenceParts.of(table);
  }

  @Override
  public Encoding fit() {
    SequenceParts of = parts;
    int targets = table.targetSize();
    Survey survey =
        table.survey(
            table.sequences(table.featureSize()),
            targets,
            sequence -> of.part(sequence) == Part.TRAINING ? sequence.steps() : 0);
    Vocabulary labels = labels(survey);
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
    Standardizer values = task == Task.REGRESS ? survey.targets().standardizer() : null;
    int outputs = labels == null ? targets : labels.size();
    return new Encoding(format(symbols, outputs), symbols, labels, inputs, values);
  }

  /** Names of what is told apart; values have none. */
  private @Nullable Vocabulary labels(Survey survey) {
    if (task == Task.REGRESS) {
      return null;
    }
    if (task == Task.MULTILABEL) {
      return Vocabulary.of(targetNames(), false, false);
    }
    List<String> names = inOrder(survey.labels().byFrequency());
    int fewest = task == Task.TRANSCRIBE ? 1 : 2;
    if (names.size() < fewest) {
      throw new InputException(
          "label: expected at least "
              + (fewest == 1 ? "one label" : "two classes")
              + " in column "
              + schema.columns().name(schema.label())
              + " of the training part; found "
              + (names.isEmpty() ? "none" : "only '" + names.get(0) + "'"));
    }
    return Vocabulary.of(names, false, false);
  }

  /** The columns, or the places in one column of arrays: labels[0], labels[1] … */
  private List<String> targetNames() {
    List<String> columns = schema.names(schema.targets());
    if (columns.size() == table.targetSize()) {
      return columns;
    }
    String name = String.join("+", columns);
    return IntStream.range(0, table.targetSize()).mapToObj(k -> name + "[" + k + "]").toList();
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

  private SequenceFormat format(@Nullable Vocabulary symbols, int outputs) {
    TargetKind kind =
        switch (task) {
          case REGRESS -> TargetKind.VALUES;
          case MULTILABEL -> TargetKind.LABELS;
          case TRANSCRIBE -> TargetKind.LABEL_SEQUENCE;
          default -> TargetKind.CLASS;
        };
    boolean everyStep = kind == TargetKind.LABEL_SEQUENCE || schema.everyStep();
    return new SequenceFormat(
        symbols != null,
        symbols == null ? table.featureSize() : symbols.size(),
        kind,
        everyStep ? Readout.EVERY_STEP : Readout.LAST_STEP,
        outputs);
  }

  @Override
  public JavaRDD<Sequence> sequences(Encoding encoding, Part part) {
    SequenceParts of = parts;
    return encoded(checked(encoding).filter(sequence -> of.part(sequence) == part), encoding);
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
    TargetCoding targets = new TargetCoding(encoding, schema);
    return table.valid(
        sequences, sequence -> targets.targeted(inputs(sequence, encoding), sequence));
  }

  /** What the network reads of a sequence. */
  static Sequence inputs(RawSequence raw, Encoding encoding) {
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

  @Override
  public String description() {
    if (schema.targets().length > 0) {
      return table.description(
          (schema.everyStep() ? "at every step " : "for a sequence ")
              + String.join(", ", schema.names(schema.targets())));
    }
    String what = task == Task.TRANSCRIBE ? "labels" : "class";
    return table.description(
        schema.label() == SequenceSchema.NONE
            ? null
            : what + " in column " + schema.columns().name(schema.label()));
  }

  @Override
  public Map<String, Object> settings() {
    return table.resolved();
  }
}
