package org.keepgate.spark.trainer;

import java.util.List;
import org.apache.spark.SparkConf;
import org.keepgate.network.NetworkSpec;
import org.keepgate.training.ShareSummary;
import org.keepgate.training.TrainingOptions;

/**
 * What an epoch of parameter averaging takes with any number of workers: a model of the time, from
 * a few measured constants.
 *
 * <pre>
 *   R(n) = a + b n + s + c (D + n U) + D'/w + n U/w     a round besides training, seconds
 *   R(n) = 2 a + b (n + z) + s + c (D + 2 U + V)        the same, reduced by slices: two stages,
 *          + D'/w + (U + V)/w                           machines sum side by side
 *   D'   = D + min(D, 4 MB) (⌈log₂(n+1)⌉ − 1)           what the network carries one after another
 *   E(n) = m(n) t + ⌈m(n)/k⌉ R(n)                       an epoch, seconds
 *   m(n) = ⌈M/n⌉                                        minibatches of a worker
 *   S(n) = M t / E(n)                                   speed-up over one core without Spark
 *   k*   = ⌈R(n) / (f t)⌉                               interval at which a round costs the part f
 *
 *   n   workers, each on a core and a machine of its own
 *   M   minibatches of an epoch, of all workers        k   averaging interval, minibatches; 0 = m(n)
 *   t   seconds of a minibatch, measured               s   workspace of a worker and round, measured
 *   a   seconds of a round     b   of a worker     c   of a byte without the network: measured
 *   D   bytes that are broadcast                       U   bytes that a worker sends back
 *   V   bytes of the mean                              z   slices
 *   w   bytes a second of each machine's network; ∞ within one machine
 * </pre>
 *
 * <p>A broadcast travels in pieces of 4 MB from whoever has them: all of it goes through each
 * network once, and its last piece doubles its places until all have it. Results go through the
 * driver's network one after another; by slices each machine writes its own, receives as much of
 * all, and the driver receives the mean. For other numbers of parameters, t and s grow as they do:
 * weights are read and multiplied as often as before.
 *
 * <p>Left out: waiting for the slowest worker, reading the data, validation, checkpoints, and that
 * cores of a machine share its memory.
 */
public final class CostModel {
  private static final long PIECE = 4 << 20; // bytes: spark.broadcast.blockSize

  private final RoundConstants constants;
  private final MinibatchTime minibatch;
  private final long parameters;
  private final int vectors; // that go to and fro: the parameters and the optimizer's
  private final long carried;
  private final SliceRule rule;

  /** Whether rounds of so many parameters and workers are reduced by slices. */
  private interface SliceRule {
    boolean slices(long parameters, int workers);
  }

  /**
   * A model by its constants, of rounds that the driver reduces.
   *
   * @param parameters of the network
   * @param vectors as long as the parameters, that go to every worker and back
   * @param carried floats of recurrent state that each worker gets and sends besides
   */
  public CostModel(
      RoundConstants constants,
      MinibatchTime minibatch,
      long parameters,
      int vectors,
      long carried) {
    this(constants, minibatch, parameters, vectors, carried, (others, workers) -> false);
  }

  private CostModel(
      RoundConstants constants,
      MinibatchTime minibatch,
      long parameters,
      int vectors,
      long carried,
      SliceRule rule) {
    this.constants = constants;
    this.minibatch = minibatch;
    this.parameters = parameters;
    this.vectors = vectors;
    this.carried = carried;
    this.rule = rule;
  }

  /**
   * Of a training, with the bytes that its rounds really send, reduced where they would be.
   *
   * @param driverHeap bytes of the driver's heap
   */
  public static CostModel of(
      NetworkSpec spec,
      TrainingOptions options,
      ShareSummary share,
      RoundConstants constants,
      MinibatchTime minibatch,
      SparkConf conf,
      long driverHeap) {
    RoundBytes bytes = RoundBytes.of(spec, options, List.of(share), 0);
    SliceRule rule =
        (parameters, workers) ->
            ReductionWay.chosen(conf, bytes.with(workers, parameters), driverHeap, 0)
                == ReductionWay.SLICES;
    return new CostModel(
        constants, minibatch, bytes.parameters(), 1 + bytes.stateVectors(), bytes.carried(), rule);
  }

  /** The same with another number of parameters, and minibatches that take longer by as much. */
  public CostModel withParameters(long others) {
    double times = (double) others / parameters;
    MinibatchTime scaled =
        new MinibatchTime(minibatch.seconds() * times, minibatch.perRound() * times);
    return new CostModel(constants, scaled, others, vectors, carried, rule);
  }

  /** Parameters of the network, as they are sent: with what lies between them. */
  public long parameters() {
    return parameters;
  }

  /** Seconds of a minibatch: t. */
  public double minibatchSeconds() {
    return minibatch.seconds();
  }

  /** Bytes that every worker is sent in a round: D. */
  public long broadcast(int workers) {
    return Float.BYTES * (parameters * vectors + workers * carried);
  }

  /** Bytes that a worker sends back: U. */
  public long result() {
    return Float.BYTES * (parameters * vectors + carried);
  }

  /** Whether rounds are reduced by slices on the executors, instead of by the driver. */
  public boolean bySlices(int workers) {
    return rule.slices(parameters, workers);
  }

  /**
   * Seconds of a round besides training: R.
   *
   * @param bytesPerSecond of the network of each machine; infinite within one machine
   */
  public double roundSeconds(int workers, double bytesPerSecond) {
    long down = broadcast(workers);
    int doublings = Integer.SIZE - Integer.numberOfLeadingZeros(workers); // ⌈log₂(n + 1)⌉
    double inTurn = down + (double) Math.min(down, PIECE) * (doublings - 1);
    if (bySlices(workers)) {
      double mean = (double) Float.BYTES * parameters * vectors;
      return 2 * constants.fixed()
          + constants.perWorker() * (workers + slices())
          + minibatch.perRound()
          + constants.perByte() * (down + 2.0 * result() + mean)
          + (inTurn + result() + mean) / bytesPerSecond;
    }
    double up = (double) workers * result();
    return constants.fixed()
        + constants.perWorker() * workers
        + minibatch.perRound()
        + constants.perByte() * (down + up)
        + (inTurn + up) / bytesPerSecond;
  }

  /** Tasks that sum, and the one that gathers the workers' reports. */
  private int slices() {
    return 1
        + Slicing.of(Math.toIntExact(parameters), vectors, Slicing.mostSlices(new SparkConf(false)))
            .slices();
  }

  /**
   * Seconds of an epoch: E.
   *
   * @param minibatches of all workers: M
   * @param interval minibatches of a round; 0 = an epoch
   */
  public double epochSeconds(long minibatches, int workers, int interval, double bytesPerSecond) {
    long each = (minibatches + workers - 1) / workers;
    long rounds = interval == 0 ? 1 : (each + interval - 1) / interval;
    return each * minibatch.seconds() + rounds * roundSeconds(workers, bytesPerSecond);
  }

  /** How many times as fast as one core without Spark: S. */
  public double speedUp(long minibatches, int workers, int interval, double bytesPerSecond) {
    return minibatches
        * minibatch.seconds()
        / epochSeconds(minibatches, workers, interval, bytesPerSecond);
  }

  /**
   * The averaging interval, in minibatches, at which rounds cost a part of the training: k*.
   *
   * @param part such as 0.1
   */
  public long breakEvenInterval(int workers, double bytesPerSecond, double part) {
    double interval = roundSeconds(workers, bytesPerSecond) / (part * minibatch.seconds());
    return (long) Math.max(1, Math.ceil(interval - 1e-9));
  }
}
