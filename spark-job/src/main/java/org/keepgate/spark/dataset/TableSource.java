package org.keepgate.spark.dataset;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.InputException;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;

/** A table opened for a task: its columns resolved, its rows put together to sequences. */
final class TableSource {
  private final String name; // in messages
  private final String origin; // of the rows, in words
  private final Settings settings;
  private final SequenceSchema schema;
  private final Table table;
  private final int featureSize;
  private final int targetSize;
  private final boolean numbered;
  private final boolean skipsInvalid;

  /**
   * Opens the table in files.
   *
   * @param labelled whether classes and parts are read, too
   */
  static TableSource open(SparkSession spark, String input, Settings settings, boolean labelled) {
    List<String> filters = settings.find(InputSettings.PATH_FILTER);
    List<InputFile> found =
        InputFiles.of(
            input,
            filters == null ? List.of() : filters,
            spark.sparkContext().hadoopConfiguration());
    return new TableSource(
        Table.open(spark, input, found, settings.get(InputSettings.INPUT_FORMAT)),
        "input " + input,
        found.size() == 1 ? "one file" : Count.of(found.size(), "file"),
        settings,
        labelled,
        false);
  }

  /**
   * @param skipsInvalid whether sequences that cannot be read are left out, or are an error
   */
  TableSource(Dataset<Row> data, Settings settings, boolean labelled, boolean skipsInvalid) {
    this(new DatasetTable(data), DatasetTable.NAME, "a data set", settings, labelled, skipsInvalid);
  }

  private TableSource(
      Table table,
      String name,
      String origin,
      Settings settings,
      boolean labelled,
      boolean skipsInvalid) {
    this.table = table;
    this.name = name;
    this.origin = origin;
    this.settings = settings;
    this.numbered = !labelled;
    this.skipsInvalid = skipsInvalid;
    this.schema = SequenceSchema.of(table.columns(), settings, labelled);
    if (schema.form() == SequenceSchema.Form.LONG) {
      this.featureSize = schema.symbols() ? 0 : schema.features().length;
      this.targetSize = schema.targets().length;
    } else {
      int[] sizes = sizes();
      this.featureSize = sizes[0];
      this.targetSize = sizes[1];
    }
  }

  /** Features and targets of the first sequence, at a step. */
  private int[] sizes() {
    RowReader reader = reader();
    boolean everyStep = schema.everyStep();
    if (!skipsInvalid) {
      return sizes(reader.read(table.sample().get(0)), everyStep);
    }
    List<int[]> first =
        TaskFailure.unwrapped(
            () -> valid(table.rows(), row -> sizes(reader.read(row), everyStep)).take(1));
    if (first.isEmpty()) {
      throw new InputException(
          name + ": expected rows that can be read; handleInvalid=skip has left out all of them");
    }
    return first.get(0);
  }

  private static int[] sizes(RawSequence first, boolean everyStep) {
    float[] targets = first.targets();
    return new int[] {
      first.featureSize(), targets == null ? 0 : targets.length / (everyStep ? first.steps() : 1)
    };
  }

  /** What a reader makes of each; what it refuses is left out where that is wanted. */
  <A, B> JavaRDD<B> valid(JavaRDD<A> all, Function<A, B> reader) {
    if (!skipsInvalid) {
      return all.map(reader);
    }
    return all.flatMap(
        each -> {
          try {
            return List.of(reader.call(each)).iterator();
          } catch (InputException e) {
            return Collections.emptyIterator();
          }
        });
  }

  private RowReader reader() {
    return RowReader.of(schema, settings);
  }

  /** What messages call it. */
  String name() {
    return name;
  }

  SequenceSchema schema() {
    return schema;
  }

  Settings settings() {
    return settings;
  }

  /** Features at a step; 0 for symbols. */
  int featureSize() {
    return featureSize;
  }

  /** Target values of a step, or of a sequence; 0 where none are read. */
  int targetSize() {
    return targetSize;
  }

  /** All sequences, read again each time, all of them of {@code features} features at a step. */
  JavaRDD<RawSequence> sequences(int features) {
    JavaRDD<TableRow> rows = table.rows();
    if (schema.form() == SequenceSchema.Form.LONG) {
      Task task = settings.task();
      return LongForm.sequences(rows, schema, task);
    }
    RowReader reader = reader();
    String first = schema.columns().name(schema.features()[0]);
    if (numbered && schema.id() == SequenceSchema.NONE) {
      return rows.zipWithIndex()
          .map(
              row -> {
                RawSequence sequence = requireSize(reader.read(row._1()), features, first);
                return sequence.withKey(String.valueOf(row._2() + 1));
              });
    }
    return valid(rows, row -> requireSize(reader.read(row), features, first));
  }

  /** The sequence, if it has so many features at a step; {@code column} has the first of them. */
  static RawSequence requireSize(RawSequence sequence, int features, String column) {
    if (sequence.featureSize() != features) {
      throw sequence.wrong(
          column, features + " features a step", String.valueOf(sequence.featureSize()));
    }
    return sequence;
  }

  /** Sums up the sequences, or those steps of them, that {@code training} takes. */
  Survey survey(JavaRDD<RawSequence> sequences, int targetColumns, TrainingSteps training) {
    int inputColumns = featureSize;
    Survey total =
        TaskFailure.unwrapped(
            () ->
                sequences.treeAggregate( // the driver holds the surveys of a few tasks, not of all
                    new Survey(inputColumns, targetColumns),
                    (survey, sequence) -> {
                      int steps = training.steps(sequence);
                      if (steps > 0) {
                        survey.add(sequence, steps);
                      }
                      return survey;
                    },
                    (survey, other) -> {
                      survey.add(other);
                      return survey;
                    }));
    if (total.sequences() == 0) {
      throw new InputException(
          name
              + ": expected sequences to train on; found none in the training part: lower"
              + " validationFraction and testFraction, or give more of them");
    }
    return total;
  }

  /** How many steps of a sequence, from its first, belong to the training part. */
  interface TrainingSteps extends Serializable {
    int steps(RawSequence sequence);
  }

  /** Files and columns in words. */
  String description(@Nullable String target) {
    String names = shortened(schema.names(schema.features()));
    return origin
        + "; "
        + (schema.symbols() ? "symbols " : featureSize + " features a step from ")
        + names
        + (target == null ? "" : "; " + target);
  }

  private static String shortened(List<String> names) {
    return names.size() <= 8
        ? String.join(", ", names)
        : names.get(0)
            + ", "
            + names.get(1)
            + " … "
            + names.get(names.size() - 1)
            + " ("
            + names.size()
            + " columns)";
  }

  /** The settings that read another table in the same way. */
  Map<String, Object> resolved() {
    Map<String, Object> all = InputSettings.of(settings);
    all.put(InputSettings.FEATURES.name(), schema.names(schema.features()));
    if (schema.targets().length > 0) {
      all.put(InputSettings.TARGET.name(), schema.names(schema.targets()));
    }
    if (settings.find(InputSettings.LABEL_UNIT) != null) {
      all.put(InputSettings.LABEL_UNIT.name(), schema.labelUnit());
    }
    if (schema.targets().length > 0
        && settings.task() != Task.FORECAST
        && settings.task() != Task.DENSITY) {
      all.put(InputSettings.RETURN_SEQUENCES.name(), schema.everyStep());
    }
    return all;
  }
}
