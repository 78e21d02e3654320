package org.keepgate.spark.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.spark.SharedSpark;
import org.keepgate.spark.dataset.SequencePartitioner;

@DisplayName("Descriptions of Spark's jobs: its web page tells what a training is doing")
class JobDescriptionTest {
  private static final String DESCRIPTION = "spark.job.description";
  private static final String GROUP = "spark.jobGroup.id";

  private final JavaSparkContext spark = SharedSpark.context();

  @AfterEach
  void forget() {
    spark.clearJobGroup();
  }

  @Test
  @DisplayName("dealing, every round and every validation are named, and no job is left unnamed")
  void story() throws Exception {
    List<String> jobs = Collections.synchronizedList(new ArrayList<>());
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart job) {
            jobs.add(String.valueOf(job.properties().getProperty(DESCRIPTION)));
          }
        };
    spark.sc().addSparkListener(listener);
    try {
      JavaRDD<SequenceBlock> shares =
          SmallTask.deal(spark, SmallTask.rows(40, 1), SmallTask.TABLE, 2);
      SmallTask.train(
          SmallTask.network(SmallTask.TABLE), SmallTask.options(2), shares, shares.coalesce(1));
      spark.sc().listenerBus().waitUntilEmpty(TimeUnit.SECONDS.toMillis(60));
    } finally {
      spark.sc().removeSparkListener(listener);
    }
    assertEquals(
        """
        Keepgate dealing: put sequences in order
        Keepgate dealing: find the longest
        Keepgate dealing: fill 2 shares
        Keepgate dealing: fill 1 share
        Keepgate plan: count the minibatches of 2 workers
        Keepgate epoch 1/2, round 1: train 2 workers
        Keepgate epoch 1/2, round 2: train 2 workers
        Keepgate epoch 1/2, round 2: validate on 1 share
        Keepgate epoch 2/2, round 3: train 2 workers
        Keepgate epoch 2/2, round 4: train 2 workers
        Keepgate epoch 2/2, round 4: validate on 1 share
        """
            .lines()
            .toList(),
        jobs);
  }

  @Test
  @DisplayName("what the caller had said of its own jobs stands again, also after a failure")
  void restores() {
    spark.setJobGroup("nightly", "the caller's own", true);
    SmallTask.deal(spark, SmallTask.rows(10, 1), SmallTask.TABLE, 2);
    assertEquals("the caller's own", spark.getLocalProperty(DESCRIPTION));
    assertThrows(
        InputException.class,
        () -> SequencePartitioner.deal(spark.parallelize(List.of()), SmallTask.TABLE, 2));
    assertEquals("the caller's own", spark.getLocalProperty(DESCRIPTION));
    assertEquals("nightly", spark.getLocalProperty(GROUP), "by which it can be cancelled");
  }
}
