package org.keepgate.spark.dataset;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SymbolCounts;
import org.keepgate.sequence.Vocabulary;
import org.keepgate.training.setting.Settings;

/**
 * Independent texts, one in a row of a data set, for a language model. A text is known by its
 * symbols alone, so that neither the order nor the partitions of the rows matter.
 */
public final class TextColumnSource implements SequenceSource {
  private static final int NONE = -1;

  private final Dataset<Row> data;
  private final Settings settings;
  private final TextColumn column;
  private final int validation; // place of the column that says it, or NONE
  private final boolean skipsInvalid;
  private long trainingSymbols; // 0 = not counted yet

  /**
   * Takes the rows of a data set.
   *
   * @param name of the column of texts
   * @param validationColumn of booleans, true in rows that are watched only; null = held out by the
   *     fraction
   * @param skipsInvalid whether rows without a text are left out, or are an error
   * @throws InputException when a column is missing, or not of text
   */
  public TextColumnSource(
      Dataset<Row> data,
      String name,
      @Nullable String validationColumn,
      Settings settings,
      boolean skipsInvalid) {
    this.data = data;
    this.settings = settings;
    this.column = column(data.schema(), name, settings);
    this.validation = validationColumn == null ? NONE : data.schema().fieldIndex(validationColumn);
    this.skipsInvalid = skipsInvalid;
  }

  private static TextColumn column(StructType schema, String name, Settings settings) {
    return new TextColumn(schema, name, settings.get(InputSettings.INPUT_UNIT));
  }

  /**
   * Refuses a data set that has no such column of texts, before anything is run.
   *
   * @throws InputException naming column and expectation
   */
  public static void requireColumn(StructType schema, String name, Settings settings) {
    column(schema, name, settings);
  }

  @Override
  public Encoding fit() {
    SymbolCounts counts = counts();
    if (counts.distinct() == 0) {
      throw new InputException(
          DatasetTable.NAME
              + ", column "
              + column.name()
              + ": expected texts to train on; found none: the data set is empty, or all of its"
              + " rows are held out or left out");
    }
    trainingSymbols = counts.total();
    Vocabulary vocabulary =
        Vocabulary.ofTexts(
            counts,
            settings.get(InputSettings.MIN_COUNT),
            settings.get(InputSettings.MAX_VOCABULARY),
            true);
    return new Encoding(
        SequenceFormat.languageModel(vocabulary.size()), vocabulary, null, null, null);
  }

  private SymbolCounts counts() {
    JavaRDD<List<String>> texts = texts(Part.TRAINING);
    return TaskFailure.unwrapped(
        () ->
            texts.treeAggregate( // the driver holds the counts of a few tasks, not of all
                new SymbolCounts(),
                (all, text) -> {
                  text.forEach(all::add);
                  return all;
                },
                (all, others) -> {
                  all.add(others);
                  return all;
                }));
  }

  /**
   * @param part null = all
   */
  private JavaRDD<List<String>> texts(@Nullable Part part) {
    TextColumn texts = column;
    HeldOut heldOut = HeldOut.of(settings);
    int validationAt = validation;
    boolean skips = skipsInvalid;
    return data.javaRDD()
        .flatMap(
            row -> {
              try {
                List<String> symbols = texts.symbols(row);
                boolean wanted =
                    part == null || part == partOf(row, symbols, heldOut, validationAt);
                return wanted ? List.of(symbols).iterator() : Collections.emptyIterator();
              } catch (InputException e) {
                if (skips) {
                  return Collections.emptyIterator();
                }
                throw new InputException(
                    e.getMessage() + " (handleInvalid = skip leaves such rows out)", e);
              }
            });
  }

  private static Part partOf(Row row, List<String> symbols, HeldOut heldOut, int validationAt) {
    if (validationAt == NONE) {
      return heldOut.part(TextColumn.digest(symbols));
    }
    boolean watched = !row.isNullAt(validationAt) && row.getBoolean(validationAt);
    return watched ? Part.VALIDATION : Part.TRAINING;
  }

  @Override
  public JavaRDD<Sequence> sequences(Encoding encoding, Part part) {
    return pieces(texts(part), encoding, TextPieces.LONGEST);
  }

  @Override
  public JavaRDD<Sequence> trainingSequences(Encoding encoding, int numWorkers) {
    long symbols = trainingSymbols > 0 ? trainingSymbols : counts().total();
    return pieces(texts(Part.TRAINING), encoding, TextPieces.longest(symbols, numWorkers));
  }

  @Override
  public JavaRDD<Sequence> sequences(Encoding encoding) {
    return pieces(texts(null), encoding, TextPieces.LONGEST);
  }

  /** The texts to train on, each as one sequence, however long it is. */
  public JavaRDD<Sequence> wholeTexts(Encoding encoding) {
    return pieces(texts(Part.TRAINING), encoding, Integer.MAX_VALUE);
  }

  private static JavaRDD<Sequence> pieces(
      JavaRDD<List<String>> texts, Encoding encoding, int longest) {
    Vocabulary vocabulary = encoding.symbols();
    if (vocabulary == null) {
      throw new IllegalArgumentException("texts need an encoding with a vocabulary of symbols");
    }
    return texts.flatMap(
        text ->
            (Iterator<Sequence>)
                TextPieces.ofWhole(TextColumn.nameOf(text), text, vocabulary, longest));
  }

  @Override
  public String description() {
    return "a data set; texts in column " + column.name() + ", by " + column.unit();
  }

  @Override
  public Map<String, Object> settings() {
    return InputSettings.of(settings);
  }
}
