package org.keepgate.spark.dataset;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What a row of the long form gives to its sequence: one step. */
final class StepRow implements Serializable {
  private static final long serialVersionUID = 1L;

  private final float[] features;
  private final float[] targets;
  private final @Nullable String symbol;
  private final @Nullable String label;
  private final @Nullable String split;

  private StepRow(TableRow row, SequenceSchema schema) {
    this.symbol = schema.symbols() ? row.word(schema.features()[0]) : null;
    this.features = schema.symbols() ? new float[0] : numbers(row, schema.features());
    this.targets = numbers(row, schema.targets());
    this.label = word(row, schema.label());
    this.split = word(row, schema.split());
  }

  static StepRow of(TableRow row, SequenceSchema schema) {
    return new StepRow(row, schema);
  }

  private static float[] numbers(TableRow row, int[] columns) {
    float[] numbers = new float[columns.length];
    for (int i = 0; i < columns.length; i++) {
      numbers[i] = row.number(columns[i]);
    }
    return numbers;
  }

  private static @Nullable String word(TableRow row, int column) {
    return column == SequenceSchema.NONE ? null : row.word(column);
  }

  float[] features() {
    return features;
  }

  float[] targets() {
    return targets;
  }

  @Nullable String symbol() {
    return symbol;
  }

  @Nullable String label() {
    return label;
  }

  @Nullable String split() {
    return split;
  }
}
