package org.keepgate.spark.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepgate.spark.SharedSpark;

@DisplayName("SequenceAssembler: rows that are a step each become sequences")
class SequenceAssemblerTest {
  private static final StructType STEPS =
      new StructType()
          .add("name", DataTypes.StringType)
          .add("day", DataTypes.IntegerType)
          .add("a", DataTypes.DoubleType)
          .add("b", DataTypes.IntegerType)
          .add("label", DataTypes.DoubleType);

  private static Dataset<Row> table(List<Row> rows) {
    return SharedSpark.session().createDataFrame(rows, STEPS).repartition(3);
  }

  /** Days 1 to 5 of x and 1 to 2 of y, in no order; a is the day, b ten times it. */
  private static List<Row> steps() {
    List<Row> rows = new ArrayList<>();
    for (int day = 1; day <= 5; day++) {
      rows.add(RowFactory.create("x", day, (double) day, 10 * day, 100.0 + day));
      if (day <= 2) {
        rows.add(RowFactory.create("y", day, -1.0 * day, 10 * day, 200.0 + day));
      }
    }
    Collections.shuffle(rows, new Random(1));
    return rows;
  }

  private static SequenceAssembler assembler() {
    return new SequenceAssembler().setInputCols("a", "b").setTimeCol("day").setGroupCol("name");
  }

  private static String sequences(Dataset<Row> rows, String... order) {
    return rows.orderBy(order[0], order).select("features").collectAsList().stream()
        .map(row -> row.getList(0).toString().replaceAll("ArraySeq|WrappedArray", ""))
        .toList()
        .toString();
  }

  @Test
  @DisplayName("a sequence for each group, in the order of time, with the last row's label")
  void groups() {
    Dataset<Row> rows = assembler().setLabelCol("label").transform(table(steps()));
    assertEquals(
        "[[(1.0, 10.0), (2.0, 20.0), (3.0, 30.0), (4.0, 40.0), (5.0, 50.0)],"
            + " [(-1.0, 10.0), (-2.0, 20.0)]]",
        sequences(rows, "name"));
    assertEquals(105.0, rows.where("name = 'x'").first().<Double>getAs("label"));
    assertEquals(
        assembler().setLabelCol("label").transformSchema(STEPS).simpleString(),
        rows.schema().simpleString());
  }

  @Test
  @DisplayName("windows over each series, a stride apart, with the label of the row ahead")
  void windows() {
    SequenceAssembler windows = assembler().setWindow(2).setStride(2);
    Dataset<Row> rows = windows.transform(table(steps()));
    assertEquals(
        "[[(1.0, 10.0), (2.0, 20.0)], [(3.0, 30.0), (4.0, 40.0)], [(-1.0, 10.0), (-2.0, 20.0)]]",
        sequences(rows, "name", "day"));
    Dataset<Row> ahead =
        windows.setStride(1).setLabelCol("label").setHorizon(2).transform(table(steps()));
    List<Row> labels = ahead.orderBy("day").select("day", "label").collectAsList();
    assertEquals("[[2,104.0], [3,105.0]]", labels.toString());
  }

  @ParameterizedTest(name = "window {0}")
  @CsvSource({"0", "2"})
  @DisplayName("a time that comes twice in a series is an error that names the series")
  void twice(int window) {
    List<Row> rows = steps();
    rows.add(RowFactory.create("y", 2, 0.0, 0, 0.0));
    Dataset<Row> assembled = assembler().setWindow(window).transform(table(rows));
    Throwable refused = assertThrows(Exception.class, assembled::collectAsList);
    assertTrue(
        refused
            .toString()
            .contains(
                "timeCol day: expected different times within a series; found one twice in"
                    + " series y"),
        refused.toString());
  }

  @Test
  @DisplayName("what cannot be is refused before any job")
  void refusals() {
    refuses(new SequenceAssembler().setTimeCol("day"), "inputCols: expected names of columns");
    refuses(new SequenceAssembler().setInputCols("a"), "timeCol: expected the column");
    refuses(assembler().setInputCols("a", "c"), "inputCols: there is no column c; the columns are");
    refuses(
        assembler().setInputCols("name"), "expected columns of numbers; name is of type string");
    refuses(assembler().setGroupCol(""), "groupCol: expected the column of the series");
    refuses(assembler().setHorizon(1), "horizon: expected windows with a label");
    refuses(assembler().setWindow(2).setOutputCol("a"), "column a is there already");
  }

  private static void refuses(SequenceAssembler assembler, String words) {
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> assembler.transformSchema(STEPS))
                .getMessage());
    assertTrue(message.contains(words), message);
  }

  @Test
  @DisplayName("stands before an estimator: a regressor learns the next value of a series")
  void pipeline() {
    List<Row> rows = new ArrayList<>();
    for (int day = 0; day < 200; day++) {
      double value = Math.sin(day * 0.3);
      rows.add(RowFactory.create("s", day, value, 0, value));
    }
    SequenceAssembler windows =
        new SequenceAssembler()
            .setInputCols("a")
            .setTimeCol("day")
            .setLabelCol("label")
            .setWindow(6)
            .setHorizon(1);
    LstmRegressor regressor =
        new LstmRegressor()
            .setHiddenSize(8)
            .setMaxIter(20)
            .setBatchSize(8)
            .setStepSize(0.02)
            .setNumWorkers(1);
    PipelineModel model =
        new Pipeline().setStages(new PipelineStage[] {windows, regressor}).fit(table(rows));
    double error = new RegressionEvaluator().evaluate(model.transform(table(rows)));
    assertTrue(error < 0.1, "RMSE " + error + ", where the mean has 0.7");
  }
}
