package org.keepgate.spark.trainer;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.apache.spark.SparkConf;
import org.keepgate.network.NetworkSpec;
import org.keepgate.training.ShareSummary;
import org.keepgate.training.TrainingOptions;

/** What is decided before the first round: that it fits, and in which way it is reduced. */
final class RoundPlan {
  private static final Logger LOG = System.getLogger(RoundPlan.class.getName());

  private final ReductionWay way;
  private final Slicing slicing;

  /**
   * Of a training of these shares on this machine's driver.
   *
   * @throws org.keepgate.sequence.InputException when it cannot fit, naming the setting to change
   */
  RoundPlan(NetworkSpec spec, TrainingOptions options, List<ShareSummary> shares, SparkConf conf) {
    boolean local = conf.get("spark.master", "").matches("local(\\[.*)?");
    int atOnce = local ? Math.min(options.numWorkers(), WorkerCount.configured(conf).value()) : 0;
    WorkspaceBytes workspace = WorkspaceBytes.of(spec, options, shares, atOnce);
    RoundBytes bytes = RoundBytes.of(spec, options, shares, workspace.heap());
    long heap = Runtime.getRuntime().maxMemory();
    this.way = ReductionWay.chosen(conf, bytes, heap, atOnce);
    this.slicing = bytes.slicing(conf);
    bytes.requireFits(conf, way, heap, atOnce);
    workspace.requireFits(WorkspaceBytes.available());
    workspace.requireFitsOverhead(conf, options.numWorkers());
    LOG.log(Level.INFO, () -> description(bytes));
  }

  ReductionWay way() {
    return way;
  }

  /** How a round is cut, if it is reduced by slices. */
  Slicing slicing() {
    return slicing;
  }

  private String description(RoundBytes bytes) {
    return "a round's "
        + bytes.numWorkers()
        + " results of "
        + (bytes.result() >> 10)
        + " kB are reduced "
        + (way == ReductionWay.DRIVER
            ? "on the driver"
            : "on the executors, in " + slicing.slices() + " slices")
        + " ("
        + ReductionWay.SETTING
        + ")";
  }
}
