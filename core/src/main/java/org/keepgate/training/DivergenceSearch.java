package org.keepgate.training;

import java.util.Locale;
import org.keepgate.network.Network;
import org.keepgate.sequence.BatchPlan;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.SequencePlace;
import org.keepgate.sequence.SequenceShare;
import org.keepgate.sequence.TargetKind;

/**
 * Looks through the workspace that a diverged minibatch has left for the sequence and the time step
 * at which it first shows: in the outputs of a level, in the loss of a target, or on the way back;
 * else it is the target with the largest loss. Slow, and after the fact.
 */
final class DivergenceSearch {
  private final SequenceShare share;
  private final BatchPlan plan;
  private final int index;
  private final Minibatch batch;

  /** A search in minibatch {@code index} of a plan. */
  DivergenceSearch(SequenceShare share, BatchPlan plan, int index, Minibatch batch) {
    this.share = share;
    this.plan = plan;
    this.index = index;
    this.batch = batch;
  }

  /**
   * The place in words.
   *
   * @param network after its backward pass
   * @param limit above which a loss has exploded
   */
  String place(Network network, double limit) {
    for (int level = 0; level < network.levels(); level++) {
      int row = network.firstBadOutput(level, batch);
      if (row >= 0) {
        return at(row, "in the output of layers." + level);
      }
    }
    TargetLosses losses = new TargetLosses();
    network.score(batch, losses);
    int bad = losses.firstAbove(limit);
    if (bad >= 0) {
      return atTarget(bad, "in a loss of " + losses.get(bad));
    }
    for (int level = network.levels() - 1; level >= 0; level--) {
      int row = network.firstBadError(level, batch);
      if (row >= 0) {
        return at(row, "in the error that flows back through layers." + level);
      }
    }
    int largest = losses.largest();
    return largest < 0
        ? ""
        : atTarget(
            largest,
            String.format(Locale.ROOT, "which has the largest loss, %s", losses.get(largest)));
  }

  /** Of a minibatch of one row: the sequence and step that it was at. */
  String atStep(int step) {
    return at(batch.firstRow(step), "in its loss");
  }

  /** The target that was scored so many targets after the first. */
  private String atTarget(int target, String what) {
    boolean ofSequences = batch.format().targetKind() == TargetKind.LABEL_SEQUENCE;
    int count = -1;
    for (int n = 0; n < (ofSequences ? batch.batchSize() : batch.totalRows()); n++) {
      count += (ofSequences ? batch.labelCount(n) >= 0 : batch.hasTarget(n)) ? 1 : 0;
      if (count == target) {
        return ofSequences ? "first in " + name(n, 0) + ", " + what : at(n, what);
      }
    }
    return "";
  }

  private String at(int packedRow, String what) {
    int row = batch.rowOf(packedRow);
    int step = 0;
    while (batch.firstRow(step) + row != packedRow) {
      step++;
    }
    int ofSequence = plan.place(index, row, step).step();
    return "first in " + name(row, step) + " at time step " + (ofSequence + 1) + ", " + what;
  }

  private String name(int row, int step) {
    SequencePlace place = plan.place(index, row, step);
    return "sequence '"
        + share.key(place.sequence())
        + "' (number "
        + (place.sequence() + 1)
        + " of the worker's "
        + share.count()
        + ")";
  }
}
