package org.keepgate.spark.ml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.Sequence;
import org.keepgate.spark.dataset.NumberText;
import org.keepgate.spark.trainer.PredictionReader;

/** The cells of a class: raw prediction, probabilities, prediction; travels to the executors. */
final class ClassCells implements PredictionReader<Object[]> {
  private static final long serialVersionUID = 1L;

  private final boolean raw;
  private final boolean probability;
  private final boolean prediction;
  private final double @Nullable [] thresholds;
  private final Object[] labels; // numbers or words

  private ClassCells(
      boolean raw,
      boolean probability,
      boolean prediction,
      double @Nullable [] thresholds,
      Object[] labels) {
    this.raw = raw;
    this.probability = probability;
    this.prediction = prediction;
    this.thresholds = thresholds;
    this.labels = labels;
  }

  /** The columns of these cells after those of the rows. */
  static StructType added(
      StructType rows, ClassParams<?> params, PredictionParams<?> input, DataType prediction) {
    return new OutputSchema(rows)
        .and(params.getRawPredictionCol(), SQLDataTypes.VectorType())
        .and(params.getProbabilityCol(), SQLDataTypes.VectorType())
        .and(input.getPredictionCol(), prediction)
        .schema();
  }

  /** Numbers where all labels are numbers, else words. */
  static DataType type(List<String> labels) {
    return labels.stream().allMatch(NumberText::isNumber)
        ? DataTypes.DoubleType
        : DataTypes.StringType;
  }

  /** As the params say. */
  static ClassCells of(ClassParams<?> params, PredictionParams<?> input, List<String> labels) {
    double[] thresholds = params.isSet(params.thresholds()) ? params.getThresholds() : null;
    if (thresholds != null && thresholds.length != labels.size()) {
      throw new IllegalArgumentException(
          "thresholds: expected one for each of the "
              + labels.size()
              + " classes; found "
              + thresholds.length);
    }
    boolean numbers = type(labels).equals(DataTypes.DoubleType);
    return new ClassCells(
        !params.getRawPredictionCol().isEmpty(),
        !params.getProbabilityCol().isEmpty(),
        !input.getPredictionCol().isEmpty(),
        thresholds,
        labels.stream().map(label -> numbers ? (Object) NumberText.value(label) : label).toArray());
  }

  @Override
  public Reading<Object[]> begin(Sequence sequence) {
    List<Object[]> rows = new ArrayList<>(1);
    return new Reading<>() {
      @Override
      public void add(int step, float[] outputs) {
        rows.add(cells(Arrays.copyOf(outputs, labels.length)));
      }

      @Override
      public List<Object[]> finish() {
        return rows;
      }
    };
  }

  /** The cells of a sequence, or of a step of it, of its outputs. */
  Object[] cells(float[] outputs) {
    double[] probabilities = new double[outputs.length];
    double[] logarithms = new double[outputs.length];
    for (int k = 0; k < outputs.length; k++) {
      probabilities[k] = outputs[k];
      logarithms[k] = StrictMath.log(Math.max(outputs[k], Float.MIN_NORMAL));
    }
    List<Object> cells = new ArrayList<>(3);
    if (raw) {
      cells.add(Vectors.dense(logarithms));
    }
    if (probability) {
      cells.add(Vectors.dense(probabilities));
    }
    if (prediction) {
      cells.add(labels[predicted(probabilities)]);
    }
    return cells.toArray();
  }

  /** The class of the largest probability / threshold; the first of several. */
  private int predicted(double[] probabilities) {
    int best = 0;
    for (int k = 1; k < probabilities.length; k++) {
      best = weighed(probabilities, k) > weighed(probabilities, best) ? k : best;
    }
    return best;
  }

  private double weighed(double[] probabilities, int k) {
    if (thresholds == null) {
      return probabilities[k];
    }
    return thresholds[k] == 0 && probabilities[k] == 0 ? 0 : probabilities[k] / thresholds[k];
  }
}
