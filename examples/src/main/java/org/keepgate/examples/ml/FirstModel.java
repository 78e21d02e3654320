package org.keepgate.examples.ml;

import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.keepgate.spark.ml.LstmClassificationModel;
import org.keepgate.spark.ml.LstmClassifier;

/** A first model by Spark ML: handwritten digits, read row by row; prints its accuracy. */
public final class FirstModel {

  private FirstModel() {}

  /**
   * Trains on digits of some writers, and is judged by those of others.
   *
   * @param arguments the table of digits ({@code optical-digits.csv.gz})
   */
  public static void main(String[] arguments) {
    SparkSession spark = SparkSession.builder().appName("first model").getOrCreate();
    try {
      System.out.println("accuracy " + accuracy(spark, arguments[0], 30));
    } finally {
      spark.stop();
    }
  }

  /** The accuracy on the test part after so many epochs. */
  static double accuracy(SparkSession spark, String digits, int epochs) {
    Dataset<Row> table =
        spark
            .read()
            .option("header", "true")
            .option("inferSchema", "true")
            .csv(digits)
            .selectExpr("split", "label", "array(* EXCEPT (split, label)) AS features");
    LstmClassifier lstm =
        new LstmClassifier().setSteps(8).setHiddenSize(64).setMaxIter(epochs).setNumWorkers(2);
    LstmClassificationModel model = lstm.fit(table.where("split = 'train'"));
    Dataset<Row> predicted = model.transform(table.where("split = 'test'"));
    return new MulticlassClassificationEvaluator().setMetricName("accuracy").evaluate(predicted);
  }
}
