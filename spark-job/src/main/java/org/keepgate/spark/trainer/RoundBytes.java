package org.keepgate.spark.trainer;

import java.util.List;
import org.apache.spark.SparkConf;
import org.keepgate.averaging.AveragingSpec;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.InputException;
import org.keepgate.spark.dataset.Count;
import org.keepgate.training.ShareSummary;
import org.keepgate.training.TrainingOptions;

/**
 * What a round sends to the driver, what the driver holds meanwhile and what its workers need,
 * computed before anything runs: a plan that cannot work is refused at once, by the setting that
 * stands in its way.
 *
 * @param numWorkers results of a round
 * @param parameters of the network
 * @param stateVectors of the optimizer, each as long as the parameters, that go to a worker and
 *     back
 * @param gradients vectors that a worker works with besides: the gradient, parameters with noise,
 *     and an optimizer state that stays with it
 * @param carried floats of recurrent state that a worker carries from round to round
 * @param workspace bytes of the heap that a worker works in besides; 0 where products have native
 *     memory
 * @param onDriver vectors that the driver holds besides: optimizer states of all workers, momentum
 */
record RoundBytes(
    int numWorkers,
    long parameters,
    int stateVectors,
    int gradients,
    long carried,
    long workspace,
    long onDriver) {

  /** Of a training of these shares. */
  static RoundBytes of(
      NetworkSpec spec, TrainingOptions options, List<ShareSummary> shares, long workspace) {
    int rows = 1;
    for (ShareSummary share : shares) {
      rows = Math.max(rows, share.maxRows());
    }
    AveragingSpec averaging = options.averaging();
    int vectors = options.optimizer().create().stateVectors();
    boolean travels = averaging.sharesOptimizer() || averaging.keepsOptimizers();
    boolean stays = !travels && !averaging.averagesGradients();
    return new RoundBytes(
        options.numWorkers(),
        spec.layout().size(),
        travels ? vectors : 0,
        (spec.regularization().weightNoise() > 0 ? 2 : 1) + (stays ? vectors : 0),
        options.withBatchSize(rows).carriedSize(spec),
        workspace,
        onDriver(averaging, options.numWorkers(), vectors));
  }

  /** Before and after the round; of states that workers keep also as they were broadcast. */
  private static long onDriver(AveragingSpec averaging, long numWorkers, int stateVectors) {
    long own = averaging.keepsOptimizers() ? 3 * numWorkers * stateVectors : 0;
    long momentum = averaging.kind().hasMomentum() ? 2 : 0;
    return own + momentum + (averaging.averagesGradients() ? 2 * stateVectors : 0);
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
   * the sums in double, one result, and what else it keeps. Early results that wait for their turn
   * come on top.
   */
  long driver() {
    return 2 * broadcast()
        + Double.BYTES * parameters * (1 + stateVectors)
        + result()
        + Float.BYTES * parameters * onDriver;
  }

  /**
   * Bytes that a worker needs at its end: what it has worked with, its result, and that as Spark
   * writes it, twice.
   */
  long worker() {
    return 3 * result() + Float.BYTES * parameters * gradients + workspace;
  }

  /** Workers that an executor surely runs at once, as far as the configuration says. */
  private int inExecutor(SparkConf conf) {
    int cores = conf.getInt("spark.executor.cores", 1) / conf.getInt("spark.task.cpus", 1);
    return Math.max(1, Math.min(cores, numWorkers));
  }

  /**
   * Refuses a round that does not fit.
   *
   * @param driverHeap bytes of the driver's heap
   * @param inDriver workers that run at once in the driver itself, which is so in local mode
   */
  void requireFits(SparkConf conf, long driverHeap, int inDriver) {
    requireResultsFit(conf);
    requireDriverFits(driverHeap, inDriver);
    if (inDriver == 0) {
      requireExecutorFits(conf);
    }
  }

  private void requireResultsFit(SparkConf conf) {
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
  }

  private void requireDriverFits(long driverHeap, int inDriver) {
    long needed = driver() + inDriver * worker();
    if (needed > driverHeap) {
      throw new InputException(
          "a round needs "
              + megabytes(needed)
              + " of the driver's memory for "
              + parameters
              + " parameters"
              + (inDriver > 0 ? " and " + Count.of(inDriver, "worker") + " at once" : "")
              + ", but it has "
              + megabytes(driverHeap)
              + "; raise spark.driver.memory to "
              + setting(needed + needed / 2)
              + lower(inDriver)
              + (inDriver > 1 ? " or numWorkers" : ""));
    }
  }

  private void requireExecutorFits(SparkConf conf) {
    long executor = conf.getSizeAsBytes("spark.executor.memory", "1g");
    int atOnce = inExecutor(conf);
    long inExecutor = broadcast() + atOnce * worker();
    if (inExecutor > executor) {
      throw new InputException(
          (atOnce == 1 ? "a worker needs " : atOnce + " workers at once need ")
              + megabytes(inExecutor)
              + " of "
              + (atOnce == 1 ? "its" : "their")
              + " executor's memory for "
              + parameters
              + " parameters, but spark.executor.memory is "
              + megabytes(executor)
              + "; raise it to "
              + setting(2 * inExecutor)
              + lower(atOnce)
              + (atOnce > 1 ? " or spark.executor.cores" : ""));
    }
  }

  /** What to lower where so many workers are in the way: the largest part of them first. */
  private String lower(int workers) {
    boolean work = workers > 0 && workspace > result();
    return ", or lower "
        + (work ? "batchSize, segmentLength (0 = whole sequences) or " : "")
        + "hiddenSize";
  }

  private static String megabytes(long bytes) {
    return ((bytes + (1 << 20) - 1) >> 20) + " MB";
  }

  /** With room to spare, as Spark's settings are written. */
  private static String setting(long bytes) {
    return Math.max(1, (bytes + bytes / 4 + (1L << 30) - 1) >> 30) + "g";
  }
}
