package org.keepgate.examples.ml;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The first model of the README")
class FirstModelTest {

  @Test
  @DisplayName("tells digits of other writers apart: seven times the most frequent class")
  void learns() {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate();
    try {
      double accuracy = FirstModel.accuracy(spark, "data/optical-digits.csv.gz", 8);
      assertTrue(accuracy > 0.7, "accuracy " + accuracy);
    } finally {
      spark.stop();
    }
  }
}
