package org.keepgate.spark.ml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.keepgate.sequence.Sequence;
import org.keepgate.spark.trainer.PredictionReader;

/** The cells of {@link ClassCells} for each step, as arrays; travels to the executors. */
final class TagCells implements PredictionReader<Object[]> {
  private static final long serialVersionUID = 1L;

  private final ClassCells step;
  private final int classes;

  /** As the params say. */
  TagCells(ClassParams<?> params, PredictionParams<?> prediction, List<String> labels) {
    this.step = ClassCells.of(params, prediction, labels);
    this.classes = labels.size();
  }

  /** The type of labels in a column of arrays: numbers or words. */
  static DataType typeOfLabels(StructType rows, String column) {
    boolean words =
        rows.apply(column).dataType() instanceof ArrayType array
            && !(array.elementType() instanceof NumericType);
    return words ? DataTypes.StringType : DataTypes.DoubleType;
  }

  /** The columns of these cells after those of the rows. */
  static StructType added(
      StructType rows, ClassParams<?> params, PredictionParams<?> prediction, DataType label) {
    DataType vectors = DataTypes.createArrayType(SQLDataTypes.VectorType());
    return new OutputSchema(rows)
        .and(params.getRawPredictionCol(), vectors)
        .and(params.getProbabilityCol(), vectors)
        .and(prediction.getPredictionCol(), DataTypes.createArrayType(label))
        .schema();
  }

  @Override
  public int numbersKept(int outputWidth) {
    return 2 * (2 * classes + 1); // in double precision
  }

  @Override
  public Reading<Object[]> begin(Sequence sequence) {
    List<Object[]> steps = new ArrayList<>(sequence.rows());
    return new Reading<>() {
      @Override
      public void add(int t, float[] outputs) {
        steps.add(step.cells(Arrays.copyOf(outputs, classes)));
      }

      @Override
      public List<Object[]> finish() {
        Object[] columns = new Object[steps.get(0).length];
        for (int k = 0; k < columns.length; k++) {
          Object[] column = new Object[steps.size()];
          for (int t = 0; t < column.length; t++) {
            column[t] = steps.get(t)[k];
          }
          columns[k] = column;
        }
        return List.<Object[]>of(columns);
      }
    };
  }
}
