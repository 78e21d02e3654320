package org.keepgate.spark.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.parameter.ParameterView;
import org.keepgate.spark.SharedSpark;

@DisplayName("LstmEncoder: a sequence as the vector that its network has made of it")
class LstmEncoderTest {
  private static final StructType SUMS =
      new StructType()
          .add("features", SQLDataTypes.VectorType())
          .add("label", DataTypes.DoubleType);

  /** Sequences of 3 to 6 random numbers, whose label is their sum. */
  private static Dataset<Row> sums(int count, long seed) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      double[] values = random.doubles(3 + n % 4).toArray();
      rows.add(RowFactory.create(Vectors.dense(values), Arrays.stream(values).sum()));
    }
    return SharedSpark.session().createDataFrame(rows, SUMS);
  }

  private static LstmRegressor regressor() {
    return new LstmRegressor()
        .setHiddenSize(5)
        .setMaxIter(6)
        .setBatchSize(8)
        .setStepSize(0.02)
        .setNumWorkers(1);
  }

  private static float[] view(TrainedModel model, String name) {
    ParameterView view = model.spec().layout().view(name);
    return Arrays.copyOfRange(model.parameters(), view.offset(), view.offset() + view.size());
  }

  @ParameterizedTest(name = "bidirectional: {0}")
  @ValueSource(booleans = {false, true})
  @DisplayName("the last step's encoding is what the head makes its prediction of")
  void headOfEncoding(boolean bidirectional) {
    LstmRegressionModel model = regressor().setBidirectional(bidirectional).fit(sums(80, 1));
    LstmEncoder encoder = LstmEncoder.of(model);
    assertEquals(bidirectional ? 10 : 5, encoder.encodingSize());
    float[] weights = view(model.trained(), "head.weights");
    float bias = view(model.trained(), "head.bias")[0];
    Dataset<Row> both = encoder.transform(model.transform(sums(30, 2)));
    for (Row row : both.collectAsList()) {
      double[] encoding = row.<Vector>getAs("encoding").toArray();
      assertEquals(encoder.encodingSize(), encoding.length);
      float[] value = {bias};
      for (int j = 0; j < encoding.length; j++) {
        value[0] += (float) (weights[j] * encoding[j]);
      }
      Objects.requireNonNull(model.trained().targetStandardizer()).invert(value);
      assertEquals(row.<Double>getAs("prediction"), value[0], 1e-5);
    }
  }

  @Test
  @DisplayName("mean and max are those of the encodings of the sequence's beginnings")
  void pooling() {
    LstmEncoder encoder = LstmEncoder.of(regressor().fit(sums(60, 3)));
    double[] values = {0.3, -1, 0.8, 0.1};
    List<Row> beginnings = new ArrayList<>();
    for (int t = 1; t <= values.length; t++) {
      beginnings.add(RowFactory.create(Vectors.dense(Arrays.copyOf(values, t)), 0.0));
    }
    Dataset<Row> rows = SharedSpark.session().createDataFrame(beginnings, SUMS);
    double[] mean = new double[5];
    double[] max = new double[5];
    Arrays.fill(max, -1);
    for (Row row : encoder.transform(rows).collectAsList()) {
      double[] last = row.<Vector>getAs("encoding").toArray();
      for (int j = 0; j < last.length; j++) {
        mean[j] += last[j] / values.length;
        max[j] = Math.max(max[j], last[j]);
      }
    }
    assertArrayEquals(mean, ofWhole(encoder.setPooling("mean"), rows), 1e-6);
    assertArrayEquals(max, ofWhole(encoder.setPooling("max"), rows), 1e-6);
    assertThrows(IllegalArgumentException.class, () -> encoder.setPooling("median"));
  }

  private static double[] ofWhole(LstmEncoder encoder, Dataset<Row> rows) {
    List<Row> encoded = encoder.transform(rows).collectAsList();
    return encoded.get(encoded.size() - 1).<Vector>getAs("encoding").toArray();
  }

  @Test
  @DisplayName("stands in a pipeline before another estimator, is saved, and reads any such model")
  void pipeline(@TempDir Path folder) throws Exception {
    LstmRegressionModel model = regressor().setMaxIter(10).fit(sums(150, 4));
    LstmEncoder encoder = LstmEncoder.of(model).setPredictionCol("state").setPooling("last");
    LinearRegression linear = new LinearRegression().setFeaturesCol("state");
    Dataset<Row> unseen = sums(60, 5);
    Dataset<Row> predicted =
        new Pipeline()
            .setStages(new PipelineStage[] {encoder, linear})
            .fit(sums(150, 4))
            .transform(unseen);
    double error = new RegressionEvaluator().evaluate(predicted);
    assertTrue(error < 0.2, "RMSE " + error + ", where the mean has about 0.7");
    String place = folder.resolve("encoder").toString();
    encoder.write().save(place);
    LstmEncoder loaded = LstmEncoder.load(place);
    assertEquals(encoder.explainParams(), loaded.explainParams());
    assertEquals(
        encoder.transform(unseen).collectAsList(), loaded.transform(unseen).collectAsList());
  }
}
