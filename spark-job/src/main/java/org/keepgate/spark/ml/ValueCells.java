package org.keepgate.spark.ml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.Standardizer;
import org.keepgate.spark.trainer.PredictionReader;

/** The cell of a number, or of a vector of numbers, in their own units; travels to executors. */
final class ValueCells implements PredictionReader<Object[]> {
  private static final long serialVersionUID = 1L;

  private final boolean prediction;
  private final int size;
  private final @Nullable Standardizer units;

  /**
   * As the params say.
   *
   * @throws InputException when the model has numbers of each step
   */
  ValueCells(PredictionParams<?> params, TrainedModel model) {
    if (model.spec().format().readout() == Readout.EVERY_STEP) {
      throw new InputException(
          "this model has numbers at every step of a sequence, expected one that has them for the"
              + " sequence (returnSequences = false)");
    }
    this.prediction = !params.getPredictionCol().isEmpty();
    this.size = model.spec().format().outputSize();
    this.units = model.targetStandardizer();
  }

  /** Whether labels are vectors, or arrays, of numbers. */
  static boolean isVector(StructType rows, String column) {
    return !(rows.apply(column).dataType() instanceof NumericType);
  }

  /** The column of these cells after those of the rows. */
  static StructType added(StructType rows, PredictionParams<?> params, boolean isVector) {
    return new OutputSchema(rows)
        .and(params.getPredictionCol(), isVector ? SQLDataTypes.VectorType() : DataTypes.DoubleType)
        .schema();
  }

  @Override
  public Reading<Object[]> begin(Sequence sequence) {
    List<Object[]> rows = new ArrayList<>(1);
    return new Reading<>() {
      @Override
      public void add(int step, float[] outputs) {
        rows.add(cells(Arrays.copyOf(outputs, size)));
      }

      @Override
      public List<Object[]> finish() {
        return rows;
      }
    };
  }

  private Object[] cells(float[] values) {
    if (!prediction) {
      return new Object[0];
    }
    if (units != null) {
      units.invert(values);
    }
    if (size == 1) {
      return new Object[] {(double) values[0]};
    }
    double[] numbers = new double[size];
    for (int k = 0; k < size; k++) {
      numbers[k] = values[k];
    }
    return new Object[] {Vectors.dense(numbers)};
  }
}
