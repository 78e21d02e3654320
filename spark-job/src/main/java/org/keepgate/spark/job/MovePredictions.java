package org.keepgate.spark.job;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.Standardizer;
import org.keepgate.spark.dataset.Encoding;
import org.keepgate.spark.dataset.PenSource;
import org.keepgate.spark.trainer.PredictionReader;

/**
 * Reads densities of a pen's moves: the mean move Σ_j π_j μ_j, in units of the data, and the
 * probability that the stroke ends. Outputs are e, π, μ₁, μ₂ and more, of K components each.
 */
final class MovePredictions implements PredictionReader<Row> {
  private static final long serialVersionUID = 1L;

  private final @Nullable Standardizer units;

  private MovePredictions(@Nullable Standardizer units) {
    this.units = units;
  }

  /**
   * sequence, step, the mean move and the probability that the stroke ends after it.
   *
   * @param names of the two directions and of the end
   */
  static PredictionTable table(Encoding encoding, List<String> names) {
    List<StructField> fields = PredictionTable.place(true);
    fields.add(PredictionTable.number("mean_" + names.get(0)));
    fields.add(PredictionTable.number("mean_" + names.get(1)));
    fields.add(PredictionTable.number("probability_" + names.get(2)));
    return PredictionTable.of(fields, new MovePredictions(encoding.targets()));
  }

  @Override
  public int numbersKept(int outputWidth) {
    return PenSource.SIZE;
  }

  @Override
  public Reading<Row> begin(Sequence sequence) {
    List<Row> rows = new ArrayList<>();
    return new Reading<>() {
      @Override
      public void add(int step, float[] outputs) {
        int components = (outputs.length - 1) / 6;
        double[] move = new double[2];
        for (int j = 0; j < components; j++) {
          move[0] += (double) outputs[1 + j] * outputs[1 + components + j];
          move[1] += (double) outputs[1 + j] * outputs[1 + 2 * components + j];
        }
        List<Object> cells = PredictionTable.cells(sequence, step, true);
        for (int k = 0; k < move.length; k++) {
          cells.add(units == null ? move[k] : units.mean(k) + units.scale(k) * move[k]);
        }
        cells.add((double) outputs[0]);
        rows.add(RowFactory.create(cells.toArray()));
      }

      @Override
      public List<Row> finish() {
        return rows;
      }
    };
  }
}
