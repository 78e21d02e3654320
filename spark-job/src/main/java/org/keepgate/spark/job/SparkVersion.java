package org.keepgate.spark.job;

import org.keepgate.sequence.InputException;

/** Refuses a Spark that would only fail later, by a linkage error that says nothing. */
final class SparkVersion {
  private static final String SPARK = "4.";
  private static final String SCALA = "2.13";

  private SparkVersion() {}

  /** Refuses the Spark that this program is running on, if it is another than it was made for. */
  static void requireUsable() {
    requireUsable(
        org.apache.spark.package$.MODULE$.SPARK_VERSION(),
        scala.util.Properties$.MODULE$.versionNumberString());
  }

  static void requireUsable(String spark, String scala) {
    if (!spark.startsWith(SPARK) || !scala.startsWith(SCALA + ".")) {
      throw new InputException(
          "this is Spark "
              + spark
              + " with Scala "
              + scala
              + "; expected Spark 4 with Scala "
              + SCALA
              + " (4.1.0 is tested): submit with the spark-submit of such a Spark, to a cluster that"
              + " runs the same one");
    }
  }
}
