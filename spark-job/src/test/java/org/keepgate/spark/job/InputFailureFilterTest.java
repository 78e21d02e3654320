package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.sequence.InputException;

@DisplayName("The log of a command: a bad input is told in a sentence, not by Spark's stack traces")
class InputFailureFilterTest {
  private static final String REASON =
      "org.keepgate.sequence.InputException: t.csv, row 1: expected a number\n\tat somewhere";

  @Test
  @DisplayName("what the tasks say of a bad input is left out; other failures are not")
  void filters() {
    PrintStream usual = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    LoggerContext log = new LoggerContext("launcher");
    try {
      log.setConfigLocation(Path.of("src/main/launcher/conf/log4j2.properties").toUri());
      log.start();
      InputFailureFilter.installIn(log);
      var executor = log.getLogger("org.apache.spark.executor.Executor");
      var tasks = log.getLogger("org.apache.spark.scheduler.TaskSetManager");
      var blocks = log.getLogger("org.apache.spark.storage.BlockManager");
      var scheduler = log.getLogger("org.apache.spark.scheduler.DAGScheduler");
      executor.error("Exception in task 0.0", new InputException("t.csv"));
      scheduler.warn(
          "ResultStage 0 failed", new IllegalStateException(new InputException("t.csv")));
      tasks.warn(
          "Lost task 0.0 in stage 1.0 (TID 3): java.lang.RuntimeException: t.parquet is not a"
              + " Parquet file\n\tat somewhere");
      executor.error(
          "Exception in task 0.0 in stage 1.0", new IllegalStateException("[FAILED_READ_FILE]"));
      scheduler.warn("Executor lost: 1");
      tasks.warn("Lost task 0.0 in stage 0.0 (TID 0): " + REASON);
      tasks.error("Task 0 in stage 0.0 failed 4 times; aborting job");
      blocks.warn("Putting block rdd_1_0 failed due to exception " + REASON);
      blocks.warn("Block rdd_1_0 could not be removed as it was not found on disk or in memory");
      tasks.warn("Lost task 1.0 in stage 0.0 (TID 1): ExecutorLostFailure");
      tasks.warn("Lost task 3.0 in stage 0.0 (TID 5): java.lang.OutOfMemoryError: heap");
      tasks.error("Task 3 in stage 0.0 failed 4 times; aborting job");
      tasks.warn("Lost task 2.0 in stage 0.0 (TID 2): " + REASON);
      tasks.warn("Lost task 2.1 in stage 0.0 (TID 3): ExecutorLostFailure");
      tasks.error("Task 2 in stage 0.0 failed 2 times; aborting job");
      blocks.warn("Putting block rdd_3_0 failed due to exception java.io.IOException");
      blocks.warn("Block rdd_3_0 could not be removed as it was not found on disk or in memory");
      blocks.warn("Block rdd_2_0 replicated to only 0 peers");
      log.getLogger("org.keepgate.spark").info("dealt");
    } finally {
      log.stop();
      System.setErr(usual);
    }
    List<String> lines =
        written.toString(StandardCharsets.UTF_8).lines().map(line -> line.substring(9)).toList();
    assertEquals(
        List.of(
            "WARN DAGScheduler: Executor lost: 1",
            "WARN TaskSetManager: Lost task 1.0 in stage 0.0 (TID 1): ExecutorLostFailure",
            "WARN TaskSetManager: Lost task 3.0 in stage 0.0 (TID 5): java.lang.OutOfMemoryError: heap",
            "ERROR TaskSetManager: Task 3 in stage 0.0 failed 4 times; aborting job",
            "WARN TaskSetManager: Lost task 2.1 in stage 0.0 (TID 3): ExecutorLostFailure",
            "ERROR TaskSetManager: Task 2 in stage 0.0 failed 2 times; aborting job",
            "WARN BlockManager: Putting block rdd_3_0 failed due to exception java.io.IOException",
            "WARN BlockManager: Block rdd_3_0 could not be removed as it was not found on disk or in"
                + " memory",
            "WARN BlockManager: Block rdd_2_0 replicated to only 0 peers",
            "INFO spark: dealt"),
        lines);
  }
}
