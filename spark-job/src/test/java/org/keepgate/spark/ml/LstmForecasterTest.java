package org.keepgate.spark.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepgate.spark.SharedSpark;

@DisplayName("LstmForecaster: what series will be")
class LstmForecasterTest {
  private static final StructType DAYS =
      new StructType()
          .add("shop", DataTypes.StringType)
          .add("date", DataTypes.DateType)
          .add("sold", DataTypes.DoubleType);
  private static final LocalDate FIRST = LocalDate.of(2020, 2, 1);

  /** Two shops whose sales repeat every week, in no order. */
  private static List<Row> sales(int days) {
    List<Row> rows = new ArrayList<>();
    for (int day = 0; day < days; day++) {
      Date date = Date.valueOf(FIRST.plusDays(day));
      rows.add(RowFactory.create("a", date, 1000.0 + 100 * (day % 7)));
      rows.add(RowFactory.create("b@c", date, 1000.0 + 100 * ((day + 3) % 7)));
    }
    Collections.shuffle(rows, new Random(days));
    return rows;
  }

  private static Dataset<Row> table(List<Row> rows) {
    return SharedSpark.session().createDataFrame(rows, DAYS).repartition(3);
  }

  private static LstmForecaster forecaster() {
    return new LstmForecaster()
        .setLabelCol("sold")
        .setTimeCol("date")
        .setGroupCol("shop")
        .setWindow(8)
        .setHiddenSize(12)
        .setMaxIter(25)
        .setBatchSize(8)
        .setStepSize(0.02)
        .setNumWorkers(2);
  }

  @Test
  @DisplayName("each row gets the forecast made of it, in its own units; what lies ahead, too")
  void forecasts() {
    LstmForecasterModel model = forecaster().fit(table(sales(100)));
    Dataset<Row> predicted = model.transform(table(sales(40))).cache();
    assertEquals(forecaster().transformSchema(DAYS), predicted.schema());
    assertEquals(80, predicted.count(), "all rows are there");
    assertEquals(
        2 * 8, predicted.where("prediction IS NULL").count(), "the first 8 of each series");
    double error =
        new RegressionEvaluator()
            .setLabelCol("sold")
            .evaluate(predicted.where("prediction IS NOT NULL"));
    assertTrue(error < 30, "RMSE " + error + ", where the mean has 200");
    List<Row> ahead = model.forecast(table(sales(40))).orderBy("series").collectAsList();
    assertEquals(2, ahead.size());
    assertEquals("a", ahead.get(0).getString(0));
    assertEquals("b@c", ahead.get(1).getString(0));
    assertEquals(FIRST.plusDays(40).toString(), ahead.get(0).getString(1));
    assertEquals(1000 + 100 * (40 % 7), ahead.get(0).getDouble(2), 60);
  }

  @Test
  @DisplayName("the same bits in any order; the end of each series is held out")
  void anyOrder() {
    LstmForecaster forecaster = forecaster().setMaxIter(2).setValidationSteps(10);
    List<Row> rows = sales(40);
    LstmForecasterModel model = forecaster.fit(table(rows));
    Collections.reverse(rows);
    assertArrayEquals(
        model.trained().parameters(),
        forecaster.fit(table(rows).repartition(7)).trained().parameters());
    for (double loss : model.summary().validationHistory()) {
      assertTrue(loss > 0);
    }
  }

  @Test
  @DisplayName("a model is saved and loaded with its columns, and forecasts the same")
  void savesAndLoads(@TempDir Path folder) throws Exception {
    LstmForecasterModel model = forecaster().setMaxIter(1).fit(table(sales(30)));
    String place = folder.resolve("model").toString();
    model.write().save(place);
    LstmForecasterModel loaded = LstmForecasterModel.load(place);
    assertEquals(model.explainParams(), loaded.explainParams());
    assertEquals(
        model.transform(table(sales(20))).orderBy("shop", "date").collectAsList(),
        loaded.transform(table(sales(20))).orderBy("shop", "date").collectAsList());
  }

  @Test
  @DisplayName("what cannot be forecast is refused: columns before any job, series by their name")
  void refusals() {
    refuses(new LstmForecaster().setLabelCol("sold"), "timeCol: expected the column");
    refuses(forecaster().setLabelCol("price"), "price");
    refuses(forecaster().setGroupCol("city"), "city");
    refuses(forecaster().setHandleInvalid("skip"), "handleInvalid: expected error");
    List<Row> twice = sales(30);
    twice.add(twice.get(0));
    Throwable refused = assertThrows(RuntimeException.class, () -> forecaster().fit(table(twice)));
    assertTrue(String.valueOf(refused.getMessage()).contains("twice"), refused.toString());
    Throwable tooShort =
        assertThrows(RuntimeException.class, () -> forecaster().fit(table(sales(5))));
    assertTrue(
        String.valueOf(tooShort.getMessage()).contains("expected at least 9"), tooShort.toString());
  }

  private static void refuses(LstmForecaster forecaster, String words) {
    String message =
        String.valueOf(
            assertThrows(RuntimeException.class, () -> forecaster.transformSchema(DAYS))
                .getMessage());
    assertTrue(message.contains(words), message);
  }
}
