package org.keepgate.spark.dataset;

import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;

/**
 * Says on Spark's web page, in its history and in its event log what a job is for, so that a list
 * of jobs reads as the story of a training.
 *
 * <p>What the caller had said of its own jobs stands again afterwards. Job groups are left alone:
 * whoever sets one can still cancel by it.
 */
public final class JobDescription {
  private static final String PROPERTY = "spark.job.description"; // as SparkContext names it
  private static final String PREFIX = "Keepgate ";

  private JobDescription() {}

  /** Does some work; the jobs that it starts in this thread are described by the sentence. */
  public static <T> T during(SparkContext spark, String sentence, Supplier<T> work) {
    @Nullable String before = spark.getLocalProperty(PROPERTY);
    spark.setLocalProperty(PROPERTY, PREFIX + sentence);
    try {
      return work.get();
    } finally {
      spark.setLocalProperty(PROPERTY, before);
    }
  }

  /** Likewise, for work without a result. */
  public static void during(SparkContext spark, String sentence, Runnable work) {
    during(
        spark,
        sentence,
        () -> {
          work.run();
          return true;
        });
  }
}
