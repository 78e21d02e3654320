package org.keepgate.spark.dataset;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;

/** Reads a row that is a whole sequence: wide, or of arrays. */
final class RowReader implements Serializable {
  private static final long serialVersionUID = 1L;

  private final SequenceSchema schema;
  private final Task task;
  private final String unit;

  /**
   * @param unit what a symbol of a text is
   */
  private RowReader(SequenceSchema schema, Task task, String unit) {
    this.schema = schema;
    this.task = task;
    this.unit = unit;
  }

  /** A reader by the settings of the schema. */
  static RowReader of(SequenceSchema schema, Settings settings) {
    String unit = settings.find(InputSettings.INPUT_UNIT);
    return new RowReader(schema, settings.task(), unit == null ? TextSymbols.CHARACTERS : unit);
  }

  /** The sequence of a row. */
  RawSequence read(TableRow row) {
    String key =
        schema.id() == SequenceSchema.NONE
            ? row.file() + "@" + NumberText.place(row.position())
            : row.word(schema.id());
    String[] symbols = schema.symbols() ? symbols(row, schema.features()[0]) : null;
    float[] features = symbols == null ? features(row) : null;
    int steps = symbols != null ? symbols.length : steps(row);
    return new RawSequence(
        key,
        features,
        features == null ? 0 : features.length / steps,
        symbols,
        schema.label() == SequenceSchema.NONE ? null : labels(row, steps),
        schema.targets().length == 0 ? null : targets(row, steps),
        null,
        schema.split() == SequenceSchema.NONE ? null : row.word(schema.split()),
        row::place);
  }

  private float[] features(TableRow row) {
    int[] columns = schema.features();
    if (schema.form() == SequenceSchema.Form.ARRAYS) {
      return arrays(row, columns);
    }
    return numbers(row, columns);
  }

  private static float[] numbers(TableRow row, int[] columns) {
    float[] numbers = new float[columns.length];
    for (int i = 0; i < columns.length; i++) {
      numbers[i] = row.number(columns[i]);
    }
    return numbers;
  }

  private int steps(TableRow row) {
    if (schema.form() != SequenceSchema.Form.ARRAYS) {
      return schema.steps();
    }
    int column = schema.features()[0];
    int elements = row.list(column).size();
    if (schema.steps() > 0 && elements % schema.steps() != 0) {
      throw row.wrong(
          column, "a number of values that steps=" + schema.steps() + " divides", elements + "");
    }
    return schema.steps() > 0 ? schema.steps() : elements;
  }

  private String[] symbols(TableRow row, int column) {
    if (schema.columns().kind(column) == TableColumns.Kind.TEXTS) {
      return words(row, column);
    }
    List<String> symbols = TextSymbols.of(row.word(column), unit);
    if (symbols.isEmpty()) {
      throw row.wrong(column, "at least one of " + unit, "none");
    }
    return symbols.toArray(new String[0]);
  }

  private String[] labels(TableRow row, int steps) {
    if (task == Task.TRANSCRIBE) {
      return labelSequence(row);
    }
    if (task != Task.TAG) {
      return new String[] {row.word(schema.label())};
    }
    String[] labels = words(row, schema.label());
    if (labels.length != steps) {
      throw row.wrong(
          schema.label(),
          "as many labels as steps in column "
              + schema.columns().name(schema.features()[0])
              + ", "
              + steps,
          labels.length + " labels");
    }
    return labels;
  }

  private String[] labelSequence(TableRow row) {
    TableColumns.Kind kind = schema.columns().kind(schema.label());
    return kind == TableColumns.Kind.NUMBERS || kind == TableColumns.Kind.TEXTS
        ? words(row, schema.label(), row.list(schema.label()))
        : schema.labelsOf(row.word(schema.label()));
  }

  private float[] targets(TableRow row, int steps) {
    int[] columns = schema.targets();
    if (!schema.everyStep()) {
      boolean arrays = schema.columns().kind(columns[0]) == TableColumns.Kind.NUMBERS;
      return arrays ? together(row, columns) : numbers(row, columns);
    }
    float[] targets = arrays(row, columns);
    int found = row.list(columns[0]).size();
    if (found != steps) {
      throw row.wrong(
          columns[0],
          "as many targets as steps in column "
              + schema.columns().name(schema.features()[0])
              + ", "
              + steps,
          String.valueOf(found));
    }
    return targets;
  }

  /** The elements of arrays, one array after another. */
  private static float[] together(TableRow row, int[] columns) {
    int count = 0;
    for (int column : columns) {
      count += filled(row, column).size();
    }
    float[] numbers = new float[count];
    int at = 0;
    for (int column : columns) {
      List<?> list = row.list(column);
      for (int k = 0; k < list.size(); k++) {
        numbers[at++] = row.numberAt(column, list.get(k), k);
      }
    }
    return numbers;
  }

  private static String[] words(TableRow row, int column) {
    return words(row, column, filled(row, column));
  }

  private static String[] words(TableRow row, int column, List<?> list) {
    String[] words = new String[list.size()];
    for (int t = 0; t < words.length; t++) {
      words[t] = row.wordAt(column, list.get(t), t);
    }
    return words;
  }

  private static List<?> filled(TableRow row, int column) {
    List<?> list = row.list(column);
    if (list.isEmpty()) {
      throw row.wrong(column, "a sequence of at least one step", "an empty array");
    }
    return list;
  }

  /** The arrays of some columns side by side: [steps × their numbers at a step]. */
  private static float[] arrays(TableRow row, int[] columns) {
    int steps = filled(row, columns[0]).size();
    int width = 0;
    for (int column : columns) {
      List<?> list = filled(row, column);
      if (list.size() != steps) {
        throw row.wrong(
            column,
            "as many steps as in the first column of features, " + steps,
            list.size() + " steps");
      }
      width += width(list.get(0));
    }
    float[] numbers = new float[Math.multiplyExact(steps, width)];
    int at = 0;
    for (int column : columns) {
      List<?> list = row.list(column);
      int own = width(list.get(0));
      for (int t = 0; t < steps; t++) {
        copy(row, column, list.get(t), t, own, numbers, t * width + at);
      }
      at += own;
    }
    return numbers;
  }

  private static void copy(
      TableRow row,
      int column,
      @Nullable Object element,
      int step,
      int width,
      float[] into,
      int offset) {
    if (element == null) {
      throw row.wrong(
          column,
          (width == 1 ? "a number" : "an array of " + width + " numbers")
              + " at step "
              + (step + 1),
          "null");
    }
    if (width(element) != width) {
      throw row.wrong(
          column,
          "the same number of features at every step, " + width,
          width(element) + " at step " + (step + 1));
    }
    if (element instanceof List<?> list) {
      for (int k = 0; k < width; k++) {
        into[offset + k] = row.numberAt(column, list.get(k), step);
      }
    } else {
      into[offset] = row.numberAt(column, element, step);
    }
  }

  private static int width(@Nullable Object element) {
    return element instanceof List<?> list ? list.size() : 1;
  }
}
