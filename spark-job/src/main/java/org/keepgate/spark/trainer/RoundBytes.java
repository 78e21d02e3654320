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
 * computed before anything runs, for either way of reducing it: a plan that cannot work is refused
 * at once, by the setting that stands in its way.
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
 * @param onDriver vectors that the driver holds besides: momentum, moments of averaged gradients
 * @param kept vectors of an optimizer state that each worker keeps, and that come to the driver one
 *     at a time ({@link WorkerStates})
 */
record RoundBytes(
    int numWorkers,
    long parameters,
    int stateVectors,
    int gradients,
    long carried,
    long workspace,
    long onDriver,
    int kept) {

  private static final String KRYO_BUFFER = "spark.kryoserializer.buffer.max";
  private static final long SPARK = 300L << 20; // bytes that it keeps for itself where it computes

  /** Of a training of these shares. */
  static RoundBytes of(
      NetworkSpec spec, TrainingOptions options, List<ShareSummary> shares, long workspace) {
    int rows = 1;
    for (ShareSummary share : shares) {
      rows = Math.max(rows, share.maxRows());
    }
    AveragingSpec averaging = options.averaging();
    int vectors = options.optimizer().create().stateVectors();
    boolean travels = averaging.sharesOptimizer();
    boolean stays = !travels && !averaging.averagesGradients();
    return new RoundBytes(
        options.numWorkers(),
        spec.layout().size(),
        travels ? vectors : 0,
        (spec.regularization().weightNoise() > 0 ? 2 : 1) + (stays ? vectors : 0),
        options.withBatchSize(rows).carriedSize(spec),
        workspace,
        onDriver(averaging, vectors),
        averaging.keepsOptimizers() ? vectors : 0);
  }

  /** Before and after the round. */
  private static long onDriver(AveragingSpec averaging, int stateVectors) {
    long momentum = averaging.kind().hasMomentum() ? 2 : 0;
    return momentum + (averaging.averagesGradients() ? 2 * stateVectors : 0);
  }

  /** The same with other numbers of workers and parameters. */
  RoundBytes with(int workers, long others) {
    return new RoundBytes(
        workers, others, stateVectors, gradients, carried, workspace, onDriver, kept);
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

  /** Bytes of the means of a round: one model, with what is averaged of the optimizer's state. */
  private long mean() {
    return Float.BYTES * parameters * (1 + stateVectors);
  }

  /**
   * Bytes that the driver needs in any case: the state that training began from, which its callers
   * hold to the end, the state before the round and as it was broadcast, what else it keeps, and
   * what it reduces in. Collected, these are the sums in double and one result; early results that
   * wait for their turn come on top. By slices, they are the means, those on their way, and the
   * recurrent states that workers carry. Of states that workers keep one vector is there at a time:
   * as it came, as it is, and as it goes out; what was broadcast lies in Spark's storage.
   */
  long driver(ReductionWay way) {
    long reduces =
        way == ReductionWay.DRIVER
            ? 2 * mean() + result()
            : mean() + Math.min(SlicedRound.GROUP, mean()) + Float.BYTES * carried * numWorkers;
    return 3 * broadcast() + reduces + Float.BYTES * parameters * onDriver + 3 * keptVector();
  }

  /**
   * Bytes that a worker needs at its end: what it has worked with, its result, that as Spark writes
   * it, twice, and the result of the worker before, until the driver has fetched it. In slices it
   * is written as it stands.
   */
  long worker(ReductionWay way) {
    return (way == ReductionWay.DRIVER ? 4 : 1) * result()
        + Float.BYTES * parameters * gradients
        + workspace;
  }

  /** Whether the driver may collect all results, even if all wait for the first. */
  boolean isCollectable(SparkConf conf, long driverHeap, int inDriver) {
    long allowed = maxResultSize(conf);
    long buffer = resultBuffer(conf);
    long waiting = (numWorkers - 1) * result();
    long needed = driver(ReductionWay.DRIVER) + waiting + inDriver * worker(ReductionWay.DRIVER);
    return (allowed == 0 || results() <= allowed) && result() <= buffer && 2 * needed <= driverHeap;
  }

  /** Bytes of a vector of the optimizer state that a worker keeps; 0 if it keeps none. */
  private long keptVector() {
    return kept == 0 ? 0 : Float.BYTES * parameters;
  }

  /**
   * Bytes of the driver's storage that kept states may take, each in two forms: what the rounds
   * between two settled states were sent, and these two ({@link WorkerStates}).
   */
  private long storage(SparkConf conf, long driverHeap) {
    long inputs = 2L * WorkerStates.SETTLE_ROUNDS * broadcast();
    long wanted = kept == 0 ? 0 : 2 * (inputs + 2 * keptVector() * kept * numWorkers);
    double fraction = conf.getDouble("spark.memory.fraction", 0.6);
    return Math.min(wanted, (long) (Math.max(0, driverHeap - SPARK) * fraction));
  }

  private static long maxResultSize(SparkConf conf) {
    return conf.getSizeAsBytes("spark.driver.maxResultSize", "1g");
  }

  /** Bytes that a result may have when it is serialized. */
  private static long resultBuffer(SparkConf conf) {
    boolean kryo = conf.get("spark.serializer", "").endsWith("KryoSerializer");
    return kryo ? conf.getSizeAsBytes(KRYO_BUFFER, "64m") : Long.MAX_VALUE;
  }

  /** Workers that an executor surely runs at once, as far as the configuration says. */
  static int inExecutor(SparkConf conf, int numWorkers) {
    int cores = conf.getInt("spark.executor.cores", 1) / conf.getInt("spark.task.cpus", 1);
    return Math.max(1, Math.min(cores, numWorkers));
  }

  /**
   * Refuses a round that does not fit.
   *
   * @param way in which it is reduced
   * @param driverHeap bytes of the driver's heap
   * @param inDriver workers that run at once in the driver itself, which is so in local mode
   */
  void requireFits(SparkConf conf, ReductionWay way, long driverHeap, int inDriver) {
    if (way == ReductionWay.DRIVER) {
      requireResultsFit(conf);
    } else {
      requireSliceFits(conf);
    }
    requireStateFits(conf);
    requireDriverFits(conf, way, driverHeap, inDriver);
    if (inDriver == 0) {
      requireExecutorFits(conf, way);
    }
  }

  private void requireResultsFit(SparkConf conf) {
    long allowed = maxResultSize(conf);
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
              + ", set "
              + ReductionWay.SETTING
              + " to slices, or lower numWorkers or hiddenSize");
    }
    if (result() > resultBuffer(conf)) {
      throw new InputException(
          "a worker's result has "
              + megabytes(result())
              + ", but "
              + KRYO_BUFFER
              + " is "
              + megabytes(resultBuffer(conf))
              + "; raise it to "
              + megabytes(result() + result() / 4).replace(" MB", "m")
              + ", or set "
              + ReductionWay.SETTING
              + " to slices");
    }
  }

  /** Slices travel in groups as large as may be: one must be allowed. */
  private void requireSliceFits(SparkConf conf) {
    long slice = slicing(conf).sliceBytes();
    long allowed = Math.min(allowed(conf), resultBuffer(conf));
    if (slice > allowed) {
      throw new InputException(
          "a slice of the mean has "
              + megabytes(slice)
              + ", but spark.driver.maxResultSize or "
              + KRYO_BUFFER
              + " is "
              + megabytes(allowed)
              + "; raise it to "
              + setting(slice));
    }
  }

  private void requireStateFits(SparkConf conf) {
    long allowed = Math.min(allowed(conf), resultBuffer(conf));
    if (keptVector() > allowed) {
      throw new InputException(
          "a vector of the optimizer state that a worker keeps has "
              + megabytes(keptVector())
              + ", but spark.driver.maxResultSize or "
              + KRYO_BUFFER
              + " is "
              + megabytes(allowed)
              + "; raise it to "
              + setting(keptVector())
              + ", or set optimizerState to average or reset");
    }
  }

  private static long allowed(SparkConf conf) {
    long allowed = maxResultSize(conf);
    return allowed == 0 ? Long.MAX_VALUE : allowed;
  }

  /** How a round is cut. */
  Slicing slicing(SparkConf conf) {
    return Slicing.of(Math.toIntExact(parameters), 1 + stateVectors, Slicing.mostSlices(conf));
  }

  /**
   * Of the heap a part stays free: as much as G1 reserves; and where the driver only reduces, what
   * lies between arrays of hundreds of MB, which G1 does not move. Where workers keep states,
   * another part is Spark's storage.
   */
  private void requireDriverFits(SparkConf conf, ReductionWay way, long driverHeap, int inDriver) {
    long needed = driver(way) + (inDriver == 0 ? 0 : SPARK + inDriver * worker(way));
    long free = inDriver == 0 ? driverHeap / 4 : driverHeap / 10;
    long storage = storage(conf, driverHeap);
    if (needed > driverHeap - free - storage) {
      throw new InputException(
          "a round needs "
              + megabytes(needed)
              + " of the driver's memory for "
              + parameters
              + " parameters"
              + (inDriver > 0 ? " and " + Count.of(inDriver, "worker") + " at once" : "")
              + ", but it has "
              + megabytes(driverHeap)
              + (inDriver == 0 ? ", a quarter" : ", a tenth")
              + " of it kept free for Java's garbage collector"
              + (storage > 0
                  ? " and "
                      + megabytes(storage)
                      + " for Spark's storage of states; lower"
                      + " spark.memory.fraction to 0.2 and raise"
                  : "; raise")
              + " spark.driver.memory to "
              + setting(needed + needed / 2)
              + lower(inDriver)
              + (inDriver > 1 ? " or numWorkers" : ""));
    }
  }

  private void requireExecutorFits(SparkConf conf, ReductionWay way) {
    long executor = conf.getSizeAsBytes("spark.executor.memory", "1g");
    int atOnce = inExecutor(conf, numWorkers);
    long inExecutor = SPARK + 2 * broadcast() + atOnce * worker(way); // as sent, and as read
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
