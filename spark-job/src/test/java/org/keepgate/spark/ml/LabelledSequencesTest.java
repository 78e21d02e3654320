package org.keepgate.spark.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepgate.checkpoint.ModelDirectory;
import org.keepgate.sequence.InputException;
import org.keepgate.spark.SharedSpark;
import org.keepgate.spark.trainer.HadoopFileTree;

@DisplayName("LstmRegressor and LstmTagger: numbers of a sequence, labels of its steps")
class LabelledSequencesTest {
  private static final StructType SUMS =
      new StructType()
          .add("features", SQLDataTypes.VectorType())
          .add("label", DataTypes.DoubleType)
          .add("both", SQLDataTypes.VectorType());

  /** Sequences of random numbers; the label is 100 + 10 times their sum. */
  private static Dataset<Row> sums(int count, long seed) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      double[] values = random.doubles(5).toArray();
      double sum = 0;
      for (double value : values) {
        sum += value;
      }
      rows.add(RowFactory.create(Vectors.dense(values), 100 + 10 * sum, Vectors.dense(sum, -sum)));
    }
    return SharedSpark.session().createDataFrame(rows, SUMS);
  }

  private static LstmRegressor regressor() {
    return new LstmRegressor()
        .setHiddenSize(8)
        .setMaxIter(15)
        .setBatchSize(8)
        .setStepSize(0.02)
        .setNumWorkers(2);
  }

  @Test
  @DisplayName("a regressor predicts in the labels' units, better than their mean")
  void regression() {
    LstmRegressionModel model = regressor().fit(sums(200, 1));
    double error = new RegressionEvaluator().evaluate(model.transform(sums(100, 2)));
    assertTrue(error < 3, "RMSE " + error + ", where the mean has about 6.5");
  }

  @Test
  @DisplayName("a vector of numbers for a sequence; a model written without Spark's metadata")
  void vectors(@TempDir Path folder) {
    Dataset<Row> rows = sums(100, 3);
    LstmRegressionModel model =
        regressor().setLabelCol("both").setFeaturesCol("features").fit(rows);
    List<Row> predicted = model.transform(rows).select("both", "prediction").collectAsList();
    double error = 0;
    for (Row row : predicted) {
      error += Vectors.sqdist(row.<Vector>getAs("both"), row.<Vector>getAs("prediction"));
    }
    assertTrue(error / predicted.size() < 0.2, "mean squared distance " + error / predicted.size());
    String place = folder.resolve("plain").toString();
    ModelDirectory.write(
        model.trained(),
        HadoopFileTree.of(place, SharedSpark.context().hadoopConfiguration()),
        false);
    LstmRegressionModel loaded = LstmRegressionModel.load(place);
    assertEquals(predicted, loaded.transform(rows).select("both", "prediction").collectAsList());
    String sentence =
        String.valueOf(
            assertThrows(InputException.class, () -> LstmClassificationModel.load(place))
                .getMessage());
    assertTrue(sentence.contains("is a model of the task regress, expected"), sentence);
  }

  /** Steps of random signs; the label of a step is the sign of the step before. */
  private static Dataset<Row> echoes(int count, long seed, boolean words) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      int steps = 3 + n % 4;
      double[] values = new double[steps];
      Object[] labels = new Object[steps];
      for (int t = 0; t < steps; t++) {
        values[t] = random.nextBoolean() ? 1 : -1;
        boolean up = t > 0 && values[t - 1] > 0;
        labels[t] = words ? (up ? "up" : "down") : (Object) (up ? 1.0 : 0.0);
      }
      rows.add(RowFactory.create(Vectors.dense(values), labels));
    }
    DataType label = words ? DataTypes.StringType : DataTypes.DoubleType;
    return SharedSpark.session()
        .createDataFrame(
            rows,
            new StructType()
                .add("features", SQLDataTypes.VectorType())
                .add("label", DataTypes.createArrayType(label)));
  }

  @Test
  @DisplayName("a tagger predicts a label of each step, a number or a word as in training")
  void tags() {
    for (boolean words : List.of(true, false)) {
      LstmTagger tagger =
          new LstmTagger()
              .setHiddenSize(8)
              .setMaxIter(15)
              .setBatchSize(4)
              .setStepSize(0.05)
              .setNumWorkers(2);
      LstmTaggerModel model = tagger.fit(echoes(120, 4, words));
      Dataset<Row> unseen = echoes(40, 5, words);
      Dataset<Row> predicted = model.transform(unseen);
      assertEquals(tagger.transformSchema(unseen.schema()), predicted.schema());
      assertEquals(40, predicted.where("prediction = label").count());
      Row first = predicted.first();
      List<Vector> probabilities = first.getList(first.fieldIndex("probability"));
      assertEquals(first.getList(1).size(), probabilities.size());
      assertEquals(1, Vectors.norm(probabilities.get(0), 1), 1e-6);
    }
  }
}
