package org.keepgate.spark.trainer;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.keepgate.averaging.WeightedAverage;
import org.keepgate.training.SlicedReduction;
import org.keepgate.training.WorkerReport;
import scala.Tuple2;

/** What a task makes of one slice of all workers' results: a slice of the mean, or the reports. */
final class ReducedSlice implements Serializable {
  private static final long serialVersionUID = 1L;

  private final WorkerReport[] reports; // in the order of the workers
  private final int[] pieces;
  private final float[][] means; // one a piece
  private final long nanos; // of reading and summing

  private ReducedSlice(
      List<WorkerReport> reports, List<Integer> pieces, List<float[]> means, long nanos) {
    this.reports = reports.toArray(WorkerReport[]::new);
    this.pieces = pieces.stream().mapToInt(Integer::intValue).toArray();
    this.means = means.toArray(float[][]::new);
    this.nanos = nanos;
  }

  /**
   * Sums in the order of the keys; of all workers' pieces it holds one at a time.
   *
   * @param sorted reports, or pieces
   */
  static ReducedSlice of(Iterator<Tuple2<SliceKey, Serializable>> sorted) {
    long began = System.nanoTime();
    List<WorkerReport> reports = new ArrayList<>();
    List<Integer> pieces = new ArrayList<>();
    List<float[]> means = new ArrayList<>();
    WeightedAverage average = new WeightedAverage();
    int current = -1;
    while (sorted.hasNext()) {
      Tuple2<SliceKey, Serializable> next = sorted.next();
      if (next._2() instanceof WorkerReport report) {
        reports.add(report);
        continue;
      }
      if (next._1().piece() != current) {
        close(current, average, pieces, means);
        current = next._1().piece();
        average = new WeightedAverage();
      }
      ((SlicePiece) next._2()).addTo(average);
    }
    close(current, average, pieces, means);
    return new ReducedSlice(reports, pieces, means, System.nanoTime() - began);
  }

  private static void close(
      int piece, WeightedAverage average, List<Integer> pieces, List<float[]> means) {
    float[] mean = average.mean();
    if (mean != null) { // null: before the first, or nothing weighed
      pieces.add(piece);
      means.add(mean);
    }
  }

  /**
   * On the driver: puts everything where it belongs.
   *
   * @param sideBySide slices that were summed at once
   */
  void addTo(SlicedReduction reduction, Slicing slicing, int sideBySide) {
    reduction.addReduceNanos(nanos / sideBySide);
    for (WorkerReport report : reports) {
      reduction.add(report);
    }
    for (int i = 0; i < pieces.length; i++) {
      int piece = pieces[i];
      reduction.put(slicing.vectorOf(piece), slicing.offset(piece), means[i]);
    }
  }
}
