package org.keepgate.spark.job;

import org.apache.spark.api.java.JavaRDD;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.spark.dataset.TaskFailure;

/**
 * How often each class is a target in a part of the data, and how large the part is; counted on the
 * executors, whatever its size.
 *
 * @param targets of each class
 * @param sequences number of them
 * @param values numbers or symbols that the sequences have as inputs
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record ClassCounts(long[] targets, long sequences, long values) {

  /** Of sequences with classes. */
  static ClassCounts of(JavaRDD<Sequence> sequences, SequenceFormat format) {
    int classes = format.outputSize();
    long[] counts =
        TaskFailure.unwrapped(
            () ->
                sequences.treeAggregate(
                    new long[classes + 2], ClassCounts::counted, ClassCounts::sum));
    long[] targets = new long[classes];
    System.arraycopy(counts, 0, targets, 0, classes);
    return new ClassCounts(targets, counts[classes], counts[classes + 1]);
  }

  private static long[] counted(long[] counts, Sequence sequence) {
    int[] targets = sequence.classes();
    for (int k = 0; targets != null && k < targets.length; k++) {
      if (targets[k] >= 0) {
        counts[targets[k]]++;
      }
    }
    float[] features = sequence.features();
    counts[counts.length - 2]++;
    counts[counts.length - 1] += features == null ? sequence.rows() : features.length;
    return counts;
  }

  private static long[] sum(long[] counts, long[] others) {
    for (int k = 0; k < counts.length; k++) {
      counts[k] += others[k];
    }
    return counts;
  }

  /** Accuracy, on another part, of saying this part's most frequent class each time. */
  double majority(ClassCounts other) {
    int most = 0;
    long all = 0;
    for (int c = 0; c < targets.length; c++) {
      most = targets[c] > targets[most] ? c : most;
      all += other.targets[c];
    }
    return other.targets[most] / (double) all;
  }

  /** What it costs to compare each sequence of another part with each of these, in values. */
  double work(ClassCounts other) {
    return (double) values * other.sequences;
  }
}
