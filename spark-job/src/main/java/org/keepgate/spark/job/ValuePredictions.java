package org.keepgate.spark.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.Standardizer;
import org.keepgate.spark.dataset.Encoding;
import org.keepgate.spark.trainer.PredictionReader;

/** Reads values, in units of the data. */
final class ValuePredictions implements PredictionReader<Row> {
  private static final long serialVersionUID = 1L;

  private final @Nullable Standardizer units;
  private final boolean everyStep;

  private ValuePredictions(@Nullable Standardizer units, boolean everyStep) {
    this.units = units;
    this.everyStep = everyStep;
  }

  /**
   * sequence, step where there are several, and a prediction for each output.
   *
   * @param names of the outputs; empty = their numbers
   */
  static PredictionTable table(Encoding encoding, List<String> names) {
    boolean everyStep = encoding.format().readout() == Readout.EVERY_STEP;
    int outputs = encoding.format().outputSize();
    List<StructField> fields = PredictionTable.place(everyStep);
    if (outputs == 1) {
      fields.add(PredictionTable.number("prediction"));
    } else {
      IntStream.range(0, outputs)
          .mapToObj(k -> names.isEmpty() ? String.valueOf(k) : names.get(k))
          .forEach(name -> fields.add(PredictionTable.number("prediction_" + name)));
    }
    return PredictionTable.of(fields, new ValuePredictions(encoding.targets(), everyStep));
  }

  @Override
  public Reading<Row> begin(Sequence sequence) {
    List<Row> rows = new ArrayList<>();
    return new Reading<>() {
      @Override
      public void add(int step, float[] outputs) {
        float[] values = Arrays.copyOf(outputs, outputs.length);
        if (units != null) {
          units.invert(values);
        }
        List<Object> cells = PredictionTable.cells(sequence, step, everyStep);
        for (float value : values) {
          cells.add((double) value);
        }
        rows.add(RowFactory.create(cells.toArray()));
      }

      @Override
      public List<Row> finish() {
        return rows;
      }
    };
  }
}
