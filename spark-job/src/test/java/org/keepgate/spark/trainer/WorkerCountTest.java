package org.keepgate.spark.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepgate.sequence.InputException;

@DisplayName("Default number of workers: the configured parallelism, or a refusal")
class WorkerCountTest {

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "local || 1",
        "local[3] || 3",
        "local[4,2] || 4",
        "local[4] | spark.task.cpus=2 | 2",
        "local-cluster[2,3,1024] || 6",
        "spark://host:7077 | spark.cores.max=12 | 12",
        "spark://host:7077 | spark.executor.instances=3 spark.executor.cores=4 | 12",
        "yarn | spark.executor.instances=5 | 5",
        "yarn | spark.executor.instances=5 spark.executor.cores=4 | 20",
        "k8s://https://host | spark.executor.instances=2 spark.executor.cores=2 | 4",
        "yarn | spark.dynamicAllocation.enabled=true spark.dynamicAllocation.maxExecutors=6"
            + " spark.executor.cores=2 | 12",
      })
  void configured(String master, @Nullable String settings, int expected) {
    assertEquals(expected, WorkerCount.configured(conf(master, settings)).value());
  }

  @Test
  @DisplayName("local[*] takes the machine's cores, and says how many")
  void allCores() {
    WorkerCount count = WorkerCount.configured(conf("local[*]", null));
    assertEquals(Runtime.getRuntime().availableProcessors(), count.value());
    assertEquals("master local[*] with " + count.value() + " cores", count.reason());
  }

  @ParameterizedTest(name = "{0} {1}: set {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "spark://host:7077 || spark.cores.max",
        "spark://host:7077 | spark.executor.instances=3 | spark.cores.max",
        "yarn || spark.executor.instances",
        "yarn | spark.dynamicAllocation.enabled=true spark.executor.instances=3 |"
            + " spark.dynamicAllocation.maxExecutors",
      })
  void open(String master, @Nullable String settings, String setting) {
    String message =
        assertThrows(InputException.class, () -> WorkerCount.configured(conf(master, settings)))
            .toString();
    assertTrue(message.contains("set numWorkers"), message);
    assertTrue(message.contains(setting), message);
  }

  @Test
  @DisplayName("never more workers than sequences")
  void fewSequences() {
    WorkerCount four = WorkerCount.configured(conf("local[4]", null));
    assertEquals(4, four.atMost(4).value());
    assertEquals(new WorkerCount(3, "one for each of 3 sequences"), four.atMost(3));
  }

  private static SparkConf conf(String master, @Nullable String settings) {
    SparkConf conf = new SparkConf(false).setMaster(master);
    for (String setting : settings == null ? new String[0] : settings.split(" ", -1)) {
      int equals = setting.indexOf('=');
      conf.set(setting.substring(0, equals), setting.substring(equals + 1));
    }
    return conf;
  }
}
