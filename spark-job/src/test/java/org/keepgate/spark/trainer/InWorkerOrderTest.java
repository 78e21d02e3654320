package org.keepgate.spark.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.spark.SharedSpark;

@DisplayName("Results in worker order, whoever finishes first")
class InWorkerOrderTest {
  private final JavaSparkContext spark = SharedSpark.context();

  @Test
  @DisplayName("a late first worker is still handed on first")
  void lateFirst() {
    JavaRDD<Integer> results =
        spark
            .parallelize(List.of(0, 1, 2, 3), 4)
            .map(
                worker -> {
                  Thread.sleep(
                      worker == 0 ? 1500 : 0); // 1, 2 and 3 run meanwhile on the other core
                  return worker;
                });
    List<Integer> order = new ArrayList<>();
    InWorkerOrder.forEach(results, order::add);
    assertEquals(List.of(0, 1, 2, 3), order);
  }

  @Test
  @DisplayName("what the receiver throws is thrown, and nothing is handed on after it")
  void refusal() {
    JavaRDD<Integer> results = spark.parallelize(List.of(0, 1, 2, 3), 4);
    List<Integer> order = new ArrayList<>();
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                InWorkerOrder.forEach(
                    results,
                    worker -> {
                      order.add(worker);
                      if (worker == 1) {
                        throw new IllegalStateException("worker 1 computes otherwise");
                      }
                    }));
    assertEquals("worker 1 computes otherwise", thrown.getMessage());
    assertEquals(List.of(0, 1), order);
  }

  @Test
  @DisplayName("a failing task's own message is thrown")
  void failingTask() {
    JavaRDD<Integer> results =
        spark
            .parallelize(List.of(0, 1), 2)
            .map(
                worker -> {
                  throw new IllegalStateException("worker " + (worker + 1) + " of 2 failed");
                });
    String message =
        assertThrows(
                IllegalStateException.class, () -> InWorkerOrder.forEach(results, worker -> {}))
            .toString();
    assertEquals(
        "java.lang.IllegalStateException: worker X of 2 failed",
        message.replaceAll("worker [12]", "worker X"));
  }
}
