package org.keepgate.spark.trainer;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.averaging.AveragingKind;
import org.keepgate.averaging.AveragingSpec;
import org.keepgate.averaging.OptimizerStatePolicy;
import org.keepgate.sequence.InputException;
import org.keepgate.training.TrainingOptions;

@DisplayName("Bytes of a round: a plan that cannot work is refused before it starts")
class RoundBytesTest {
  private static final long GIGABYTE = 1L << 30;

  @Test
  @DisplayName("a result is parameters, optimizer vectors and carried state, four bytes each")
  void bytes() {
    RoundBytes round = new RoundBytes(3, 1000, 2, 1, 50, 0, 0, 0);
    assertEquals(4 * 3050, round.result());
    assertEquals(3 * 4 * 3050, round.results());
    assertEquals(4 * (3000 + 150), round.broadcast());
    assertEquals(3 * 4 * 3150 + 8 * 3000 + 4 * 3050, round.driver(ReductionWay.DRIVER));
    assertEquals(4 * 4 * 3050 + 4 * 1000, round.worker(ReductionWay.DRIVER));
  }

  @Test
  @DisplayName("what becomes of the optimizer's state says what travels, and what the driver keeps")
  void strategies() {
    AveragingSpec plain = AveragingSpec.plain();
    RoundBytes average = of(plain);
    long parameters = average.parameters();
    assertEquals(4 * 3 * parameters, average.result()); // Adam has two moments
    assertEquals(0, average.onDriver());
    RoundBytes reset = of(plain.withOptimizerState(OptimizerStatePolicy.RESET));
    assertEquals(4 * parameters, reset.result());
    assertEquals(3, reset.gradients()); // the moments are the worker's alone
    RoundBytes kept = of(plain.withOptimizerState(OptimizerStatePolicy.PER_WORKER));
    assertEquals(reset.result(), kept.result()); // nor do states that workers keep travel
    assertEquals(
        reset.driver(ReductionWay.DRIVER) + 3 * 4 * parameters,
        kept.driver(ReductionWay.DRIVER)); // one vector at a time
    RoundBytes gradients = of(AveragingSpec.of(AveragingKind.GRADIENTS, 4));
    assertEquals(4 * parameters, gradients.result());
    assertEquals(1, gradients.gradients());
    assertEquals(2, of(AveragingSpec.of(AveragingKind.SLOW_MO, 4)).onDriver());
  }

  private static RoundBytes of(AveragingSpec averaging) {
    TrainingOptions options = TrainingOptions.defaults().withNumWorkers(4).withAveraging(averaging);
    return RoundBytes.of(SmallTask.network(SmallTask.TABLE), options, List.of(), 0);
  }

  @Test
  @DisplayName("states that workers keep need Spark's storage on the driver beside the round")
  void keptStates() {
    RoundBytes round = new RoundBytes(8, 100_000_000, 0, 3, 0, 0, 0, 2);
    SparkConf small = new SparkConf(false);
    InputException refused =
        assertThrows(
            InputException.class,
            () -> round.requireFits(small, ReductionWay.SLICES, 8 * GIGABYTE, 0));
    assertEquals(
        "a round needs 2927 MB of the driver's memory for 100000000 parameters, but it has 8192 MB,"
            + " a quarter of it kept free for Java's garbage collector and 4736 MB for Spark's"
            + " storage of states; lower spark.memory.fraction to 0.2 and raise spark.driver.memory"
            + " to 6g, or lower hiddenSize",
        refused.getMessage());
    SparkConf executors = new SparkConf(false).set("spark.executor.memory", "8g");
    round.requireFits(
        executors.clone().set("spark.memory.fraction", "0.2"),
        ReductionWay.SLICES,
        8 * GIGABYTE,
        0);
    InputException result =
        assertThrows(
            InputException.class,
            () ->
                round.requireFits(
                    executors.clone().set("spark.driver.maxResultSize", "300m"),
                    ReductionWay.SLICES,
                    64 * GIGABYTE,
                    0));
    assertTrue(
        String.valueOf(result.getMessage())
            .startsWith(
                "a vector of the optimizer state that a worker keeps has 382 MB, but"
                    + " spark.driver.maxResultSize or spark.kryoserializer.buffer.max is 300 MB;"
                    + " raise it to 1g"),
        result.getMessage());
  }

  @Test
  @DisplayName("more results than spark.driver.maxResultSize allows are refused, naming it")
  void results() {
    RoundBytes round = new RoundBytes(10, 10_000_000, 2, 1, 0, 0, 0, 0); // 1.2 GB
    InputException refused =
        assertThrows(
            InputException.class,
            () -> round.requireFits(new SparkConf(false), ReductionWay.DRIVER, 64 * GIGABYTE, 0));
    assertEquals(
        "a round brings 10 results of 115 MB to the driver, 1145 MB together, but"
            + " spark.driver.maxResultSize is 1024 MB; raise it to 2g, set"
            + " spark.keepgate.reduction to slices, or lower numWorkers or hiddenSize",
        refused.getMessage());
    SparkConf raised = new SparkConf(false).set("spark.driver.maxResultSize", "2g");
    raised.set("spark.executor.memory", "2g");
    assertDoesNotThrow(() -> round.requireFits(raised, ReductionWay.DRIVER, 64 * GIGABYTE, 0));
    raised.set("spark.driver.maxResultSize", "0"); // no limit
    assertDoesNotThrow(() -> round.requireFits(raised, ReductionWay.DRIVER, 64 * GIGABYTE, 0));
  }

  @Test
  @DisplayName("a driver too small is refused, naming spark.driver.memory")
  void driver() {
    RoundBytes round = new RoundBytes(2, 10_000_000, 2, 1, 0, 0, 0, 0);
    InputException refused =
        assertThrows(
            InputException.class,
            () -> round.requireFits(new SparkConf(false), ReductionWay.DRIVER, GIGABYTE / 2, 0));
    assertEquals(
        "a round needs 687 MB of the driver's memory for 10000000 parameters, but it has 512 MB, a"
            + " quarter of it kept free for Java's garbage collector; raise spark.driver.memory to"
            + " 2g, or lower hiddenSize",
        refused.getMessage());
    SparkConf conf = new SparkConf(false).set("spark.executor.memory", "2g");
    assertDoesNotThrow(() -> round.requireFits(conf, ReductionWay.DRIVER, GIGABYTE, 0));
  }

  @Test
  @DisplayName("in local mode the workers are in the driver's memory, too")
  void local() {
    RoundBytes round = new RoundBytes(2, 10_000_000, 2, 1, 0, 0, 0, 0);
    InputException refused =
        assertThrows(
            InputException.class,
            () -> round.requireFits(new SparkConf(false), ReductionWay.DRIVER, GIGABYTE, 2));
    assertEquals(
        "a round needs 1979 MB of the driver's memory for 10000000 parameters and 2 workers at"
            + " once, but it has 1024 MB, a tenth of it kept free for Java's garbage collector;"
            + " raise spark.driver.memory to 4g, or lower hiddenSize or numWorkers",
        refused.getMessage());
    long tight = (1979L << 20) / 9 * 10;
    assertDoesNotThrow(
        () -> round.requireFits(new SparkConf(false), ReductionWay.DRIVER, tight + 100, 2));
  }

  @Test
  @DisplayName("an executor too small is refused, naming spark.executor.memory")
  void executor() {
    RoundBytes round = new RoundBytes(2, 10_000_000, 2, 1, 0, 0, 0, 0);
    SparkConf small = new SparkConf(false).set("spark.executor.memory", "400m");
    InputException refused =
        assertThrows(
            InputException.class,
            () -> round.requireFits(small, ReductionWay.DRIVER, 64 * GIGABYTE, 0));
    assertEquals(
        "a worker needs 1025 MB of its executor's memory for 10000000 parameters, but"
            + " spark.executor.memory is 400 MB; raise it to 3g, or lower hiddenSize",
        refused.getMessage());
    assertDoesNotThrow(() -> round.requireFits(small, ReductionWay.DRIVER, 64 * GIGABYTE, 1));
  }

  @Test
  @DisplayName("an executor of several cores runs as many workers at once, in the same memory")
  void executorOfSeveralCores() {
    RoundBytes round = new RoundBytes(8, 10_000_000, 2, 1, 0, 0, 0, 0);
    SparkConf conf = new SparkConf(false).set("spark.executor.memory", "2g");
    conf.set("spark.driver.maxResultSize", "0");
    assertDoesNotThrow(() -> round.requireFits(conf, ReductionWay.DRIVER, 64 * GIGABYTE, 0));
    conf.set("spark.executor.cores", "4");
    InputException refused =
        assertThrows(
            InputException.class,
            () -> round.requireFits(conf, ReductionWay.DRIVER, 64 * GIGABYTE, 0));
    assertEquals(
        "4 workers at once need 2513 MB of their executor's memory for 10000000 parameters, but"
            + " spark.executor.memory is 2048 MB; raise it to 7g, or lower hiddenSize or"
            + " spark.executor.cores",
        refused.getMessage());
    conf.set("spark.task.cpus", "4");
    assertDoesNotThrow(() -> round.requireFits(conf, ReductionWay.DRIVER, 64 * GIGABYTE, 0));
  }

  @Test
  @DisplayName(
      "on the heap, what a worker works in counts where the worker runs, beside its result")
  void workspace() {
    RoundBytes round = new RoundBytes(2, 1_000_000, 2, 1, 0, 600L << 20, 0, 0);
    assertEquals(4 * 12_000_000 + 4_000_000 + (600L << 20), round.worker(ReductionWay.DRIVER));
    SparkConf conf = new SparkConf(false).set("spark.executor.memory", "640m");
    InputException executor =
        assertThrows(
            InputException.class,
            () -> round.requireFits(conf, ReductionWay.DRIVER, 64 * GIGABYTE, 0));
    assertEquals(
        "a worker needs 973 MB of its executor's memory for 1000000 parameters, but"
            + " spark.executor.memory is 640 MB; raise it to 3g, or lower batchSize, segmentLength"
            + " (0 = whole sequences) or hiddenSize",
        executor.getMessage());
    InputException driver =
        assertThrows(
            InputException.class, () -> round.requireFits(conf, ReductionWay.DRIVER, GIGABYTE, 2));
    assertTrue(driver.toString().contains("and 2 workers at once"), driver.toString());
    assertTrue(driver.toString().contains("lower batchSize"), driver.toString());
    assertDoesNotThrow(
        () -> round.requireFits(conf, ReductionWay.DRIVER, 2 * GIGABYTE, 1)); // 652 + 60 + Spark's
    assertDoesNotThrow(
        () ->
            round.requireFits(
                conf.set("spark.executor.memory", "1g"), ReductionWay.DRIVER, GIGABYTE, 0));
  }

  @Test
  @DisplayName("by slices the driver holds one mean, whatever the number of workers")
  void slices() {
    RoundBytes few = new RoundBytes(2, 100_000_000, 0, 1, 0, 0, 0, 0);
    RoundBytes many = new RoundBytes(1000, 100_000_000, 0, 1, 0, 0, 0, 0);
    assertEquals(few.driver(ReductionWay.SLICES), many.driver(ReductionWay.SLICES));
    assertEquals(
        4 * 400_000_000L + (256 << 20),
        many.driver(ReductionWay.SLICES)); // and slices on their way
    assertEquals(2 * 400_000_000L, many.worker(ReductionWay.SLICES)); // parameters and gradient
    SparkConf conf = new SparkConf(false).set("spark.executor.memory", "2g");
    assertDoesNotThrow(() -> many.requireFits(conf, ReductionWay.SLICES, 3 * GIGABYTE, 0));
    assertTrue(
        many.slicing(conf).sliceBytes() < 16 << 20,
        "the limit of results holds for groups of them");
  }

  @Test
  @DisplayName(
      "unless set, slices are chosen where collecting all could be too much for the driver")
  void chosen() {
    SparkConf conf = new SparkConf(false);
    RoundBytes small = new RoundBytes(8, 1_000_000, 2, 1, 0, 0, 0, 0); // 96 MB, all that may wait
    assertEquals(ReductionWay.DRIVER, ReductionWay.chosen(conf, small, GIGABYTE, 0));
    assertEquals(ReductionWay.SLICES, ReductionWay.chosen(conf, small, GIGABYTE / 4, 0));
    assertEquals(ReductionWay.SLICES, ReductionWay.chosen(conf, small, GIGABYTE / 2, 8));
    RoundBytes many = new RoundBytes(100, 1_000_000, 2, 1, 0, 0, 0, 0); // 1.2 GB of results
    assertEquals(ReductionWay.SLICES, ReductionWay.chosen(conf, many, 64 * GIGABYTE, 0));
    conf.set("spark.driver.maxResultSize", "0");
    assertEquals(ReductionWay.DRIVER, ReductionWay.chosen(conf, many, 64 * GIGABYTE, 0));
    RoundBytes large = new RoundBytes(2, 10_000_000, 2, 1, 0, 0, 0, 0); // 120 MB each
    assertEquals(ReductionWay.DRIVER, ReductionWay.chosen(conf, large, 64 * GIGABYTE, 0));
    conf.set("spark.serializer", "org.apache.spark.serializer.KryoSerializer"); // 64 MB at most
    assertEquals(ReductionWay.SLICES, ReductionWay.chosen(conf, large, 64 * GIGABYTE, 0));
    conf.set(ReductionWay.SETTING, "driver");
    assertEquals(ReductionWay.DRIVER, ReductionWay.chosen(conf, large, 64 * GIGABYTE, 0));
    InputException refused =
        assertThrows(
            InputException.class,
            () -> large.requireFits(conf, ReductionWay.DRIVER, 64 * GIGABYTE, 0));
    assertEquals(
        "a worker's result has 115 MB, but spark.kryoserializer.buffer.max is 64 MB; raise it to"
            + " 144m, or set spark.keepgate.reduction to slices",
        refused.getMessage());
    conf.set(ReductionWay.SETTING, "tree");
    assertEquals(
        "spark.keepgate.reduction is 'tree'; expected auto, driver or slices",
        assertThrows(InputException.class, () -> ReductionWay.chosen(conf, large, GIGABYTE, 0))
            .getMessage());
  }
}
