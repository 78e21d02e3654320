package org.keepgate.spark.trainer;

import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.Vocabulary;
import org.keepgate.spark.dataset.TaskFailure;
import org.keepgate.training.setting.HeadSettings;
import org.keepgate.training.setting.Settings;

/** Gives a network the weights of the classes that its settings ask for. */
public final class ClassWeights {

  private ClassWeights() {}

  /** The network, its classes weighted; balanced weights count the classes of the training part. */
  public static NetworkSpec weighted(NetworkSpec spec, Settings settings, TrainingData data) {
    Vocabulary classes = data.encoding().labels();
    if (classes == null) {
      return spec;
    }
    long[] counts = new long[classes.size()];
    if (HeadSettings.balancesClasses(settings)) {
      count(data, counts);
    }
    return spec.withHead(
        spec.head()
            .withClassWeights(HeadSettings.classWeights(settings, classes.symbols(), counts)));
  }

  private static void count(TrainingData data, long[] counts) {
    int size = counts.length;
    long[] total =
        TaskFailure.unwrapped(
            () ->
                data.trainingPortion()
                    .sequences(data.encoding())
                    .aggregate(new long[size], ClassWeights::add, ClassWeights::sum));
    System.arraycopy(total, 0, counts, 0, size);
  }

  private static long[] add(long[] counts, Sequence sequence) {
    int[] classes = sequence.classes();
    for (int k = 0; classes != null && k < classes.length; k++) {
      if (classes[k] >= 0) {
        counts[classes[k]]++;
      }
    }
    return counts;
  }

  private static long[] sum(long[] counts, long[] more) {
    for (int k = 0; k < counts.length; k++) {
      counts[k] += more[k];
    }
    return counts;
  }
}
