package org.keepgate.spark.ml;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepgate.sequence.InputException;
import org.keepgate.spark.SharedSpark;

@DisplayName("LstmClassifier: an estimator like Spark's own")
class LstmClassifierTest {
  private static final int STEPS = 6;

  /** Rising and falling sequences of random numbers; the label is 1 where they rise. */
  private static Dataset<Row> waves(int count, long seed) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      double label = n % 2;
      double[] values = new double[STEPS];
      for (int t = 0; t < STEPS; t++) {
        values[t] = (label == 1 ? t : -t) + random.nextGaussian();
      }
      rows.add(RowFactory.create(n, Vectors.dense(values), label));
    }
    return SharedSpark.session().createDataFrame(rows, schema(SQLDataTypes.VectorType()));
  }

  private static StructType schema(DataType features) {
    return new StructType()
        .add("id", DataTypes.IntegerType)
        .add("features", features)
        .add("label", DataTypes.DoubleType);
  }

  private static LstmClassifier classifier() {
    return new LstmClassifier()
        .setHiddenSize(6)
        .setMaxIter(8)
        .setBatchSize(8)
        .setStepSize(0.03)
        .setNumWorkers(2);
  }

  @Test
  @DisplayName("learns, predicts with probabilities, and is judged by Spark's evaluator")
  void learns() {
    LstmClassificationModel model = classifier().fit(waves(120, 1));
    Dataset<Row> predicted = model.transform(waves(60, 2)).cache();
    double accuracy =
        new MulticlassClassificationEvaluator().setMetricName("accuracy").evaluate(predicted);
    assertTrue(accuracy > 0.9, "accuracy " + accuracy);
    assertEquals(List.of("0", "1"), model.labels());
    for (Row row : predicted.collectAsList()) {
      Vector probability = row.getAs("probability");
      Vector raw = row.getAs("rawPrediction");
      assertEquals(1, probability.apply(0) + probability.apply(1), 1e-6);
      assertEquals(Math.exp(raw.apply(1)), probability.apply(1), 1e-6);
      assertEquals(probability.argmax(), (int) (double) row.<Double>getAs("prediction"));
    }
    double[] losses = model.summary().objectiveHistory();
    assertEquals(8, losses.length);
    assertTrue(losses[7] < losses[0] / 2, Arrays.toString(losses));
  }

  @Test
  @DisplayName(
      "the summary shows itself: losses, costs of rounds, a picture of both curves, a page")
  void summary() {
    Dataset<Row> rows = waves(40, 6).withColumn("held", col("id").endsWith("7"));
    LstmTrainingSummary summary =
        classifier().setValidationIndicatorCol("held").fit(rows).summary();
    assertEquals(summary.objectiveHistory().length, summary.validationHistory().length);
    assertTrue(Arrays.stream(summary.validationHistory()).allMatch(loss -> loss > 0));
    assertTrue(summary.roundCosts().computeSeconds() > 0);
    BufferedImage picture = summary.learningCurve();
    Set<Integer> colors = new HashSet<>();
    for (int x = 0; x < picture.getWidth(); x++) {
      for (int y = 0; y < picture.getHeight(); y++) {
        colors.add(picture.getRGB(x, y));
      }
    }
    assertTrue(colors.contains(0xffc2570c), "the curve of training");
    assertTrue(colors.contains(0xff0b62c4), "the curve of validation");
    assertTrue(summary.html().contains("<svg"));
  }

  @Test
  @DisplayName("the same model to the bit for any order and partitions of the rows")
  void anyOrder() {
    Dataset<Row> rows = waves(40, 3);
    float[] expected = classifier().fit(rows).trained().parameters();
    Dataset<Row> other = rows.repartition(7).orderBy(rows.col("id").desc());
    assertArrayEquals(expected, classifier().fit(other).trained().parameters());
  }

  @Test
  @DisplayName("vectors, arrays of doubles and floats, and arrays of arrays are read alike")
  void featureTypes() {
    Dataset<Row> vectors = waves(20, 4);
    float[] expected = classifier().setSteps(3).fit(vectors).trained().parameters();
    Dataset<Row> arrays =
        vectors.withColumn("features", vector_to_array(vectors.col("features"), "float64"));
    assertArrayEquals(expected, classifier().setSteps(3).fit(arrays).trained().parameters());
    String[] nested = {
      "label", "array(slice(features, 1, 2), slice(features, 3, 2), slice(features, 5, 2)) features"
    };
    assertArrayEquals(expected, classifier().fit(arrays.selectExpr(nested)).trained().parameters());
    Dataset<Row> floats =
        vectors.withColumn("features", vector_to_array(vectors.col("features"), "float32"));
    Dataset<Row> rounded = floats.selectExpr("label", "CAST(features AS ARRAY<DOUBLE>) features");
    assertArrayEquals(
        classifier().fit(rounded).trained().parameters(),
        classifier().fit(floats).trained().parameters());
  }

  @Test
  @DisplayName("saved and loaded, alone and in a pipeline, it predicts the same")
  void savedAndLoaded(@TempDir Path folder) throws Exception {
    Dataset<Row> rows = waves(30, 5);
    LstmClassifier estimator = classifier().setPredictionCol("wave").setCell("gru");
    Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {estimator});
    PipelineModel model = pipeline.fit(rows);
    String place = folder.resolve("pipeline").toString();
    pipeline.write().save(place);
    LstmClassifier loaded = (LstmClassifier) Pipeline.load(place).getStages()[0];
    assertEquals(estimator.explainParams(), loaded.explainParams());
    assertEquals("gru", loaded.getCell());
    model.write().overwrite().save(folder.resolve("model").toString());
    PipelineModel again = PipelineModel.load(folder.resolve("model").toString());
    assertEquals(model.transform(rows).collectAsList(), again.transform(rows).collectAsList());
    LstmClassificationModel inner = (LstmClassificationModel) again.stages()[0];
    assertEquals(estimator.uid(), inner.uid());
    assertEquals("wave", inner.getPredictionCol());
    inner.write().overwrite().save(folder.resolve("inner").toString());
    inner.write().overwrite().save(folder.resolve("inner").toString());
    assertThrows(Exception.class, () -> inner.write().save(folder.resolve("inner").toString()));
  }

  @Test
  @DisplayName("a cross-validator tries its params, two at once")
  void crossValidated() {
    LstmClassifier estimator = classifier().setMaxIter(3);
    ParamMap[] grid =
        new ParamGridBuilder().addGrid(estimator.hiddenSize(), new int[] {1, 6}).build();
    CrossValidatorModel best =
        new CrossValidator()
            .setEstimator(estimator)
            .setEvaluator(new MulticlassClassificationEvaluator())
            .setEstimatorParamMaps(grid)
            .setNumFolds(2)
            .setParallelism(2)
            .fit(waves(60, 6));
    assertEquals(2, best.avgMetrics().length);
    assertTrue(best.bestModel() instanceof LstmClassificationModel);
  }

  @Test
  @DisplayName(
      "rows with null and NaN: an error that names them, skipped, or kept without prediction")
  void invalidRows() {
    List<Row> rows = new ArrayList<>(waves(12, 7).collectAsList());
    rows.add(3, RowFactory.create(100, Vectors.dense(1, 2, Double.NaN, 4, 5, 6), 1.0));
    rows.add(RowFactory.create(101, null, 1.0));
    rows.add(RowFactory.create(102, Vectors.dense(1, 2), 1.0));
    Dataset<Row> data =
        SharedSpark.session().createDataFrame(rows, schema(SQLDataTypes.VectorType())).coalesce(1);
    String refused =
        String.valueOf(
            assertThrows(InputException.class, () -> classifier().fit(data)).getMessage());
    assertTrue(refused.contains("id=10") && refused.contains("column features"), refused);
    LstmClassifier skipping = classifier().setNumWorkers(1).setMaxIter(1).setHandleInvalid("skip");
    LstmClassificationModel model = skipping.fit(data);
    float[] clean = skipping.fit(data.where("id not in (100, 101)")).trained().parameters();
    assertArrayEquals(clean, model.trained().parameters());
    assertEquals(12 + 1, model.transform(data).count()); // [1, 2] is short, not invalid
    List<Row> kept = model.setHandleInvalid("keep").transform(data).collectAsList();
    assertEquals(rows.size(), kept.size());
    for (int n = 0; n < kept.size(); n++) {
      assertEquals(rows.get(n).getInt(0), kept.get(n).getInt(0));
      boolean unreadable = n == 3 || n == 13;
      assertEquals(unreadable, kept.get(n).isNullAt(kept.get(n).fieldIndex("prediction")));
    }
  }

  @Test
  @DisplayName("what cannot work is refused by transformSchema, before any job")
  void refusedSchemas() {
    Dataset<Row> rows = waves(4, 8);
    refuses("label: ", () -> classifier().setLabelCol("nothing").transformSchema(rows.schema()));
    refuses("features: ", () -> classifier().setFeaturesCol("nothing").fit(rows));
    refuses(
        "column prediction is there already",
        () -> classifier().fit(rows.withColumnRenamed("id", "prediction")));
    refuses(
        "hiddenSize: expected a whole number of at least 1; found '0'",
        () -> classifier().setHiddenSize(0));
    refuses("cell: expected one of", () -> classifier().setCell("lsmt"));
    refuses("has no rows", () -> classifier().fit(rows.limit(0)));
    refuses("two classes", () -> classifier().setNumWorkers(1).fit(rows.where("label = 1")));
  }

  private static void refuses(String words, Runnable work) {
    RuntimeException failure = assertThrows(RuntimeException.class, work::run);
    String sentence = String.valueOf(failure.getMessage());
    assertTrue(sentence.contains(words), sentence);
  }
}
