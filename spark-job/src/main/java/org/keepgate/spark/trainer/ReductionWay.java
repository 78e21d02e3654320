package org.keepgate.spark.trainer;

import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.keepgate.sequence.InputException;

/** Where the results of a round become one. To the bits of training it makes no difference. */
enum ReductionWay {
  /** The driver collects and sums them: with small models the quicker way. */
  DRIVER,
  /** Executors sum them by slices, and the driver receives one mean ({@link SlicedRound}). */
  SLICES;

  /** Spark's setting: auto, driver or slices. */
  static final String SETTING = "spark.keepgate.reduction";

  /**
   * As set; or else on the driver, while all results fit into half of its memory at once, should
   * the first worker be the last to come, and into what Spark lets them have.
   *
   * @param driverHeap bytes of the driver's heap
   * @param inDriver workers that run at once in the driver itself, which is so in local mode
   */
  static ReductionWay chosen(SparkConf conf, RoundBytes bytes, long driverHeap, int inDriver) {
    return switch (set(conf)) {
      case "driver" -> DRIVER;
      case "slices" -> SLICES;
      default -> bytes.isCollectable(conf, driverHeap, inDriver) ? DRIVER : SLICES;
    };
  }

  private static String set(SparkConf conf) {
    String set = conf.get(SETTING, "auto").toLowerCase(Locale.ROOT);
    if (!List.of("auto", "driver", "slices").contains(set)) {
      throw new InputException(SETTING + " is '" + set + "'; expected auto, driver or slices");
    }
    return set;
  }
}
