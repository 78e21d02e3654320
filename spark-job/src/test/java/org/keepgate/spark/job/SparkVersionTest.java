package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepgate.sequence.InputException;

@DisplayName(
    "Version of Spark and Scala: one that would fail by a linkage error is refused by name")
class SparkVersionTest {

  @Test
  @DisplayName("the one of this build, and newer ones of the same line")
  void usable() {
    assertDoesNotThrow(() -> SparkVersion.requireUsable());
    assertDoesNotThrow(() -> SparkVersion.requireUsable("4.2.0", "2.13.18"));
  }

  @ParameterizedTest(name = "Spark {0}, Scala {1}")
  @CsvSource({"3.5.7, 2.12.18", "3.5.7, 2.13.8", "4.1.0, 3.7.1"})
  void refused(String spark, String scala) {
    InputException refusal =
        assertThrows(InputException.class, () -> SparkVersion.requireUsable(spark, scala));
    assertEquals(
        "this is Spark "
            + spark
            + " with Scala "
            + scala
            + "; expected Spark 4 with Scala 2.13 (4.1.0 is tested): submit with the spark-submit of"
            + " such a Spark, to a cluster that runs the same one",
        refusal.getMessage());
  }
}
