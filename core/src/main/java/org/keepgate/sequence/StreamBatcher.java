package org.keepgate.sequence;

import java.util.Arrays;
import org.keepgate.math.RandomStream;

/**
 * Minibatches of one long stream of text, for language models whose state carries over.
 *
 * <pre>
 *   texts, in an order shuffled by (seed, epoch, worker), joined:   ─────────────────────────
 *   cut into B lanes whose lengths differ by one at most:           ──────── ──────── ───────
 *   minibatch k: steps k·T … (k+1)·T of every lane                  ── ── ── …
 * </pre>
 *
 * <p>Every target comes once an epoch and nothing is dropped: the last minibatch is shorter, and in
 * its last step the lanes that are one step shorter have left. Every minibatch but the first
 * continues the one before. A lane passes from one text to the next as it reads; texts of one
 * symbol more than their steps bring the symbol before them along, so no target is lost between.
 */
public final class StreamBatcher implements BatchPlan {
  private final SequenceShare share;
  private final int segmentLength;
  private final int[] order; // texts as joined
  private final long[] starts; // [count + 1] their first steps in the stream
  private final int lanes;
  private final long laneLength; // of the shorter lanes
  private final int longerLanes; // the first ones, by one step
  private final int minibatches;

  private StreamBatcher(SequenceShare share, int batchSize, int segmentLength, int[] order) {
    this.share = share;
    this.segmentLength = segmentLength;
    this.order = order;
    this.starts = new long[order.length + 1];
    for (int k = 0; k < order.length; k++) {
      starts[k + 1] = starts[k] + share.length(order[k]);
    }
    long steps = share.steps();
    this.lanes = (int) Math.min(batchSize, steps);
    this.laneLength = lanes == 0 ? 0 : steps / lanes;
    this.longerLanes = lanes == 0 ? 0 : (int) (steps % lanes);
    long longest = laneLength + (longerLanes > 0 ? 1 : 0);
    this.minibatches = Math.toIntExact((longest + segmentLength - 1) / segmentLength);
  }

  /**
   * Plans an epoch.
   *
   * @param batchSize number of lanes (fewer when the stream is shorter than that)
   * @param segmentLength the most steps of a minibatch
   * @param shuffle false: the texts in the order of the share
   */
  public static BatchPlan plan(
      SequenceShare share,
      int batchSize,
      int segmentLength,
      long seed,
      int epoch,
      int worker,
      boolean shuffle) {
    if (share.format().targetKind() != TargetKind.NEXT_SYMBOL) {
      throw new IllegalArgumentException(
          "only texts can be joined into a stream, the share is of " + share.format());
    }
    EpochSeed.requirePositive("batchSize", batchSize);
    EpochSeed.requirePositive("segmentLength", segmentLength);
    int[] order = LengthBuckets.identity(share.count());
    if (shuffle) {
      RandomStream random = EpochSeed.random(seed, epoch, worker);
      random.shuffle(order);
    }
    return new StreamBatcher(share, batchSize, segmentLength, order);
  }

  @Override
  public int minibatches() {
    return minibatches;
  }

  @Override
  public void fill(int index, Minibatch into) {
    if (index < 0 || index >= minibatches) {
      throw new IllegalArgumentException(
          "minibatch " + index + " of a plan of " + minibatches + " minibatches");
    }
    long fromStep = (long) index * segmentLength;
    into.begin(index > 0);
    for (int lane = 0; lane < lanes; lane++) {
      int steps = (int) Math.min(segmentLength, length(lane) - fromStep);
      if (steps > 0) {
        into.addRow(order[textAt(start(lane) + fromStep)], steps);
      }
    }
    into.layOut();
    for (int lane = 0; lane < into.batchSize(); lane++) {
      copyLane(start(lane) + fromStep, into, lane);
    }
  }

  @Override
  public SequencePlace place(int index, int row, int step) {
    long position = start(row) + (long) index * segmentLength + step;
    int text = textAt(position);
    return new SequencePlace(order[text], (int) (position - starts[text]));
  }

  @Override
  public int maxRows() {
    return lanes;
  }

  @Override
  public int maxSteps() {
    return (int) Math.min(segmentLength, laneLength + (longerLanes > 0 ? 1 : 0));
  }

  @Override
  public long maxTotalRows() {
    return minibatches == 1 ? share.steps() : (long) lanes * maxSteps();
  }

  private void copyLane(long position, Minibatch into, int lane) {
    int steps = into.length(lane);
    int text = textAt(position);
    int fromStep = (int) (position - starts[text]);
    for (int done = 0; done < steps; text++) {
      int piece = Math.min(steps - done, share.length(order[text]) - fromStep);
      share.copyTo(order[text], fromStep, piece, into, lane, done);
      done += piece;
      fromStep = 0;
    }
  }

  private int textAt(long position) {
    int found = Arrays.binarySearch(starts, position);
    return found >= 0 ? found : -found - 2;
  }

  private long start(int lane) {
    return lane * laneLength + Math.min(lane, longerLanes);
  }

  private long length(int lane) {
    return laneLength + (lane < longerLanes ? 1 : 0);
  }
}
