package org.keepgate.spark.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepgate.spark.SharedSpark;

@DisplayName("LstmLanguageModel: texts of a data set, how probable they are, and what follows")
class LstmLanguageModelTest {
  private static final StructType SCHEMA =
      new StructType().add("id", DataTypes.IntegerType).add("features", DataTypes.StringType);

  /** Texts that count: abcabcabc…, of random lengths. */
  private static Dataset<Row> counting(int count, long seed) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      rows.add(RowFactory.create(n, "abc".repeat(4 + random.nextInt(4))));
    }
    return data(rows);
  }

  private static Dataset<Row> data(List<Row> rows) {
    return SharedSpark.session().createDataFrame(rows, SCHEMA);
  }

  private static LstmLanguageModel estimator() {
    return new LstmLanguageModel()
        .setHiddenSize(8)
        .setMaxIter(6)
        .setBatchSize(4)
        .setSegmentLength(16)
        .setStepSize(0.03)
        .setNumWorkers(2);
  }

  @Test
  @DisplayName("learns; its figures, its distribution and what it writes agree")
  void learns() {
    TrainedLanguageModel model =
        estimator().setMaxIter(20).setProbabilityCol("next").fit(counting(60, 1));
    assertEquals(List.of("<boundary>", "<unknown>", "a", "b", "c"), model.vocabulary());
    Dataset<Row> predicted =
        model.transform(
            data(
                List.of(
                    RowFactory.create(1, "abcab"),
                    RowFactory.create(2, "abcabca"),
                    RowFactory.create(3, "cxbbax"),
                    RowFactory.create(4, "abcabcabcabcabc"))));
    List<Row> rows = predicted.collectAsList();
    assertEquals("c", rows.get(0).getAs("prediction"));
    assertEquals("b", rows.get(1).getAs("prediction"));
    assertEquals(6L, rows.get(0).<Long>getAs("symbolCount"), "five, and the end");
    double likely = rows.get(3).getAs("bitsPerSymbol");
    double unlikely = rows.get(2).getAs("bitsPerSymbol");
    assertTrue(likely < 1 && unlikely > 2 * likely, likely + " against " + unlikely);
    for (Row row : rows) {
      Vector next = row.getAs("next");
      assertEquals(model.vocabulary().get(next.argmax()), row.getAs("prediction"));
      double sum = 0;
      for (double probability : next.toArray()) {
        sum += probability;
      }
      assertEquals(1, sum, 1e-5);
      double bits = row.getAs("bitsPerSymbol");
      assertEquals(Math.pow(2, bits), row.<Double>getAs("perplexity"), 1e-6 * Math.pow(2, bits));
    }
    assertEquals("cabc", model.generate("ab", 4, 0, 1));
    assertEquals(List.of("c", "a"), model.generate(List.of("a", "b"), 2, 0, 1));
    assertEquals(model.generate("a", 30, 1, 7), model.generate("a", 30, 1, 7));
    assertEquals(20, model.summary().objectiveHistory().length);
  }

  @Test
  @DisplayName(
      "the same model to the bit for any order and partitions, of texts longer than pieces")
  void anyOrder() {
    List<Row> rows = new ArrayList<>(counting(20, 2).collectAsList());
    rows.add(RowFactory.create(20, "abcacb".repeat(1500)));
    rows.add(RowFactory.create(21, rows.get(3).getString(1)));
    Dataset<Row> data = data(rows);
    LstmLanguageModel estimator = estimator().setMaxIter(1).setValidationFraction(0.2);
    float[] expected = estimator.fit(data.coalesce(1)).trained().parameters();
    Dataset<Row> other = data.repartition(5).orderBy(data.col("id").desc());
    assertArrayEquals(expected, estimator.fit(other).trained().parameters());
  }

  @Test
  @DisplayName("words, arrays of words, and arrays of numbers are symbols")
  void symbols() {
    Dataset<Row> texts = counting(20, 3).selectExpr("id", "replace(features, 'c', ' c ') features");
    LstmLanguageModel estimator = estimator().setInputUnit("words").setMaxIter(2);
    TrainedLanguageModel words = estimator.fit(texts);
    assertEquals(List.of("<boundary>", "<unknown>", "ab", "c"), words.vocabulary());
    Dataset<Row> arrays =
        texts.selectExpr("id", "filter(split(features, ' '), w -> w <> '') AS features");
    assertArrayEquals(words.trained().parameters(), estimator.fit(arrays).trained().parameters());
    Dataset<Row> numbers =
        arrays.selectExpr("id", "transform(features, w -> length(w)) AS features");
    TrainedLanguageModel ofNumbers = estimator.fit(numbers);
    assertEquals(List.of("<boundary>", "<unknown>", "1", "2"), ofNumbers.vocabulary());
    String written = estimator.setMaxIter(20).fit(texts).generate("ab", 3, 0, 1);
    assertEquals("c ab c", written);
  }

  @Test
  @DisplayName("saved and loaded, in a pipeline, it says the same")
  void savedAndLoaded(@TempDir Path folder) throws Exception {
    Dataset<Row> rows = counting(20, 4).withColumnRenamed("features", "text");
    LstmLanguageModel estimator =
        estimator().setFeaturesCol("text").setMaxIter(1).setPerplexityCol("");
    PipelineModel model = new Pipeline().setStages(new PipelineStage[] {estimator}).fit(rows);
    String place = folder.resolve("model").toString();
    model.write().overwrite().save(place);
    Dataset<Row> predicted = model.transform(rows);
    assertEquals(
        List.of("id", "text", "bitsPerSymbol", "symbolCount", "prediction"),
        List.of(predicted.columns()));
    assertEquals(estimator.transformSchema(rows.schema()), predicted.schema());
    PipelineModel loaded = PipelineModel.load(place);
    assertEquals(predicted.collectAsList(), loaded.transform(rows).collectAsList());
  }

  @Test
  @DisplayName("rows that are watched are not learned from, whatever their symbols")
  void validation() {
    Dataset<Row> rows =
        counting(20, 5)
            .selectExpr("id", "if(id < 5, 'xyz', features) features", "id < 5 AS watched");
    LstmLanguageModel estimator = estimator().setMaxIter(2).setValidationIndicatorCol("watched");
    TrainedLanguageModel model = estimator.fit(rows);
    assertEquals(5, model.vocabulary().size());
    assertTrue(model.summary().history().epochs().get(0).validation().containsKey("loss"));
  }

  @Test
  @DisplayName("rows without a text: an error that names them, skipped, or kept")
  void invalidRows() {
    List<Row> rows = new ArrayList<>(counting(8, 6).collectAsList());
    rows.add(2, RowFactory.create(100, null));
    rows.add(RowFactory.create(101, ""));
    Dataset<Row> data = data(rows).coalesce(1);
    LstmLanguageModel estimator = estimator().setNumWorkers(1).setMaxIter(1);
    refuses("the row with id=100", () -> estimator.fit(data));
    refuses("column features: expected a value; found nothing", () -> estimator.fit(data));
    TrainedLanguageModel model = estimator.setHandleInvalid("skip").fit(data);
    assertArrayEquals(
        estimator.fit(data.where("id < 100")).trained().parameters(), model.trained().parameters());
    assertEquals(8, model.transform(data).count());
    List<Row> kept = model.setHandleInvalid("keep").transform(data).collectAsList();
    assertEquals(10, kept.size());
    assertTrue(kept.get(2).isNullAt(2) && kept.get(9).isNullAt(2) && !kept.get(3).isNullAt(2));
    refuses(
        "handleInvalid = skip",
        () -> model.setHandleInvalid("error").transform(data).collectAsList());
  }

  @Test
  @DisplayName("what cannot work is refused with a sentence")
  void refused() {
    Dataset<Row> rows = counting(4, 7);
    refuses("expected a column of", () -> estimator().setFeaturesCol("nothing").fit(rows));
    refuses("holds single numbers", () -> estimator().setFeaturesCol("id").fit(rows));
    refuses("the data set is empty", () -> estimator().fit(rows.limit(0)));
    refuses("bidirectional", () -> estimator().setBidirectional(true).fit(rows));
    TrainedLanguageModel model = estimator().setMaxIter(1).setNumWorkers(1).fit(rows);
    refuses(
        "column symbolCount is there already",
        () -> model.transform(rows.withColumnRenamed("id", "symbolCount")));
    refuses("temperature: expected at least 0", () -> model.generate("a", 1, -1, 1));
    assertEquals(0, model.transform(rows.limit(0)).count());
  }

  private static void refuses(String words, Runnable work) {
    Exception failure = assertThrows(Exception.class, work::run);
    String sentence = String.valueOf(failure.getMessage());
    assertTrue(sentence.contains(words), sentence);
  }
}
