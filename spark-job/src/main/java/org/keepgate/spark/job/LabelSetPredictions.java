package org.keepgate.spark.job;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.Sequence;
import org.keepgate.spark.dataset.Encoding;
import org.keepgate.spark.trainer.PredictionReader;

/** Reads the labels that are more probable than not, and the probability of each. */
final class LabelSetPredictions implements PredictionReader<Row> {
  private static final long serialVersionUID = 1L;

  private final String[] labels;
  private final boolean everyStep;

  private LabelSetPredictions(List<String> labels, boolean everyStep) {
    this.labels = labels.toArray(new String[0]);
    this.everyStep = everyStep;
  }

  /** sequence, step where there are several, the labels in one text, and a probability of each. */
  static PredictionTable table(Encoding encoding, List<String> labels) {
    boolean everyStep = encoding.format().readout() == Readout.EVERY_STEP;
    List<StructField> fields = PredictionTable.place(everyStep);
    fields.add(PredictionTable.text("prediction"));
    labels.forEach(label -> fields.add(PredictionTable.number("probability_" + label)));
    return PredictionTable.of(fields, new LabelSetPredictions(labels, everyStep));
  }

  @Override
  public Reading<Row> begin(Sequence sequence) {
    List<Row> rows = new ArrayList<>();
    return new Reading<>() {
      @Override
      public void add(int step, float[] outputs) {
        List<String> present = new ArrayList<>();
        List<Object> cells = PredictionTable.cells(sequence, step, everyStep);
        for (int k = 0; k < labels.length; k++) {
          if (outputs[k] >= 0.5f) {
            present.add(labels[k]);
          }
        }
        cells.add(String.join(" ", present));
        for (int k = 0; k < labels.length; k++) {
          cells.add((double) outputs[k]);
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
