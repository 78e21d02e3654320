package org.keepgate.spark.trainer;

import org.apache.spark.SparkConf;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.InputException;
import org.keepgate.training.TrainingOptions;

/**
 * What a round sends to the driver and what the driver holds meanwhile, computed before anything
 * runs: a plan that cannot work is refused at once, by the setting that stands in its way.
 *
 * @param numWorkers results of a round
 * @param parameters of the network
 * @param stateVectors of the optimizer, each as long as the parameters
 * @param carried floats of recurrent state that a worker carries from round to round
 */
record RoundBytes(int numWorkers, long parameters, int stateVectors, long carried) {

  /** Of a training. */
  static RoundBytes of(NetworkSpec spec, TrainingOptions options) {
    return new RoundBytes(
        options.numWorkers(),
        spec.layout().size(),
        options.optimizer().create().stateVectors(),
        options.carriedSize(spec));
  }

  /** Bytes of one worker's result, metrics and names not counted. */
  long result() {
    return Float.BYTES * (parameters * (1 + stateVectors) + carried);
  }

  /** Bytes of the results of a round. */
  long results() {
    return numWorkers * result();
  }

  /** Bytes of what every executor fetches at the start of a round. */
  long broadcast() {
    return Float.BYTES * (parameters * (1 + stateVectors) + numWorkers * carried);
  }

  /**
   * Bytes that the driver needs in any case: the state before the round and as it was broadcast,
   * the sums in double, and one result. Early results that wait for their turn come on top.
   */
  long driver() {
    return 2 * broadcast() + Double.BYTES * parameters * (1 + stateVectors) + result();
  }

  /**
   * Refuses a round that does not fit.
   *
   * @param driverHeap bytes of the driver's heap
   */
  void requireFits(SparkConf conf, long driverHeap) {
    long allowed = conf.getSizeAsBytes("spark.driver.maxResultSize", "1g");
    if (allowed > 0 && results() > allowed) {
      throw new InputException(
          "a round brings "
              + numWorkers
              + " results of "
              + megabytes(result())
              + " to the driver, "
              + megabytes(results())
              + " together, but spark.driver.maxResultSize is "
              + megabytes(allowed)
              + "; raise it to "
              + setting(results())
              + ", or lower numWorkers or hiddenSize");
    }
    if (driver() > driverHeap) {
      throw new InputException(
          "a round needs "
              + megabytes(driver())
              + " of the driver's memory for "
              + parameters
              + " parameters, but it has "
              + megabytes(driverHeap)
              + "; raise spark.driver.memory to "
              + setting(2 * driver())
              + ", or lower hiddenSize");
    }
  }

  private static String megabytes(long bytes) {
    return ((bytes + (1 << 20) - 1) >> 20) + " MB";
  }

  /** With room to spare, as Spark's settings are written. */
  private static String setting(long bytes) {
    return Math.max(1, (bytes + bytes / 4 + (1L << 30) - 1) >> 30) + "g";
  }
}
