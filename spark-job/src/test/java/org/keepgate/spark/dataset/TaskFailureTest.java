package org.keepgate.spark.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.sequence.InputException;
import org.keepgate.spark.SharedSpark;

@DisplayName("Failures of Spark's jobs: what they come to is a sentence")
class TaskFailureTest {

  @Test
  @DisplayName("a job that Keepgate cancels fails with Keepgate's reason, and with nothing else")
  void cancelled() {
    SparkContext spark = SharedSpark.session().sparkContext();
    AtomicInteger cancelled = new AtomicInteger();
    SparkListener canceller =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart job) {
            cancelled.incrementAndGet();
            spark.cancelJob(job.jobId(), TaskFailure.cancellation("no executor came: wait longer"));
          }
        };
    JavaRDD<Integer> slow =
        SharedSpark.context()
            .parallelize(List.of(1), 1)
            .map(
                it -> {
                  Thread.sleep(60_000); // interrupted, or forgotten, when its job is cancelled
                  return it;
                });
    spark.addSparkListener(canceller);
    try {
      InputException failure =
          assertThrows(InputException.class, () -> TaskFailure.unwrapped(slow::collect));
      assertEquals("no executor came: wait longer", failure.getMessage());
      assertEquals(1, cancelled.get());
    } finally {
      spark.removeSparkListener(canceller);
    }
  }

  @Test
  @DisplayName("executors lost again and again: how often, where, why, and the settings that help")
  void executorsLost() {
    String sentence =
        TaskFailure.ofCluster(
            "Job aborted due to stage failure: Task 1 in stage 3.0 failed 4 times, most recent"
                + " failure: Lost task 1.3 in stage 3.0 (TID 15) (10.0.0.7 executor 3):"
                + " ExecutorLostFailure (executor 3 exited caused by one of the running tasks)"
                + " Reason: Command exited with code 52\nDriver stacktrace:\n\tat org.apache…");
    assertEquals(
        "a task was lost 4 times with its executor, the last on 10.0.0.7 (executor 3: Command exited"
            + " with code 52). Exit codes 52, 137 and 143 are mostly for want of memory: raise"
            + " spark.executor.memory (its heap) or spark.executor.memoryOverhead (matrix products),"
            + " or lower batchSize, segmentLength, hiddenSize or spark.executor.cores",
        sentence);
  }

  @Test
  @DisplayName("an application that was ended says so; any other failure keeps its own words")
  void stopped() {
    String sentence =
        TaskFailure.ofCluster("Job 4 cancelled because SparkContext was shut down SQLSTATE: XXKDA");
    assertTrue(String.valueOf(sentence).startsWith("Spark was stopped before the work was done"));
    assertNull(TaskFailure.ofCluster("Job aborted due to stage failure: Task 1 failed 4 times"));
  }
}
