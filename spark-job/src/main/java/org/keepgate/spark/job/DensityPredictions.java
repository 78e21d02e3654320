package org.keepgate.spark.job;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.Standardizer;
import org.keepgate.spark.dataset.Encoding;
import org.keepgate.spark.trainer.PredictionReader;

/**
 * Reads mixtures of normal distributions, in units of the data.
 *
 * <pre>
 *   mean = Σ_j π_j μ_j        deviation² = Σ_j π_j (σ_j² + (μ_j − mean)²)
 * </pre>
 *
 * <p>π, μ, σ are weights, means and deviations of the components.
 */
final class DensityPredictions implements PredictionReader<Row> {
  private static final long serialVersionUID = 1L;

  private final double center;
  private final double scale;
  private final int components; // written; 0: none

  private DensityPredictions(double center, double scale, int components) {
    this.center = center;
    this.scale = scale;
    this.components = components;
  }

  /**
   * series, time, the density's mean and deviation.
   *
   * @param components whose weights, means and deviations are written, too
   */
  static PredictionTable table(Encoding encoding, int components) {
    List<StructField> fields = new ArrayList<>();
    fields.add(PredictionTable.text("series"));
    fields.add(PredictionTable.text("time"));
    fields.add(PredictionTable.number("prediction"));
    fields.add(PredictionTable.number("deviation"));
    for (int j = 1; j <= components; j++) {
      fields.add(PredictionTable.number("weight_" + j));
      fields.add(PredictionTable.number("mean_" + j));
      fields.add(PredictionTable.number("deviation_" + j));
    }
    Standardizer units = encoding.targets();
    return PredictionTable.of(
        fields,
        new DensityPredictions(
            units == null ? 0 : units.mean(0), units == null ? 1 : units.scale(0), components));
  }

  @Override
  public Reading<Row> begin(Sequence sequence) {
    List<Object> cells = PredictionTable.seriesCells(sequence);
    return new Reading<>() {
      @Override
      public void add(int step, float[] outputs) {
        addMoments(outputs, cells);
        int count = outputs.length / 3;
        for (int j = 0; j < components; j++) {
          cells.add((double) outputs[j]);
          cells.add(center + scale * outputs[count + j]);
          cells.add(scale * outputs[2 * count + j]);
        }
      }

      @Override
      public List<Row> finish() {
        return List.of(RowFactory.create(cells.toArray()));
      }
    };
  }

  private void addMoments(float[] outputs, List<Object> cells) {
    int count = outputs.length / 3;
    double mean = 0;
    for (int j = 0; j < count; j++) {
      mean += (double) outputs[j] * outputs[count + j];
    }
    double variance = 0; // around the mean: nothing is cancelled
    for (int j = 0; j < count; j++) {
      double apart = outputs[count + j] - mean;
      double deviation = outputs[2 * count + j];
      variance += outputs[j] * (deviation * deviation + apart * apart);
    }
    cells.add(center + scale * mean);
    cells.add(scale * Math.sqrt(variance));
  }
}
