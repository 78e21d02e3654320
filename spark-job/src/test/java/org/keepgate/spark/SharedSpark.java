package org.keepgate.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * The one Spark session of the module's tests, local[2]: to start one takes seconds.
 *
 * <p>A test that needs contexts of its own calls {@link #stop} first, and whoever comes next gets a
 * new session: so each test asks for it, and no class keeps it.
 */
public final class SharedSpark {

  private SharedSpark() {}

  /** The session, started now if there is none. */
  public static SparkSession session() {
    return SparkSession.builder().config(conf("local[2]")).getOrCreate();
  }

  /** The context of the session. */
  public static JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(session().sparkContext());
  }

  /** Stops the session, so that another context may be started. */
  public static void stop() {
    if (SparkSession.getDefaultSession().isDefined()) {
      SparkSession.getDefaultSession().get().stop();
    }
  }

  /** What all contexts of the tests have in common. */
  public static SparkConf conf(String master) {
    return new SparkConf()
        .setMaster(master)
        .setAppName("keepgate tests")
        .set("spark.ui.enabled", "false")
        .set("spark.driver.bindAddress", "127.0.0.1")
        .set("spark.driver.host", "127.0.0.1")
        .set("spark.sql.shuffle.partitions", "2");
  }
}
