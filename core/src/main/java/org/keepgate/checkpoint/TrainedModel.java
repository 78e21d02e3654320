package org.keepgate.checkpoint;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Standardizer;
import org.keepgate.sequence.TargetKind;
import org.keepgate.sequence.Vocabulary;

/**
 * A network with its parameters, what turns a user's data into its numbers and back, and how it
 * came to be.
 *
 * @param spec shape and arithmetic of the network
 * @param task what it was trained for, in the command line's word ({@code language-model} …)
 * @param parameters in the order of the specification's layout; held, not copied, not to be written
 *     to
 * @param vocabulary symbols of the input; null if the input is features
 * @param labels names of the classes; null if the targets are not classes of their own
 * @param inputStandardizer of the features; null if they are used as they are
 * @param targetStandardizer of the target values; null if they are used as they are
 * @param settings the task's own: column names, units, window sizes … (texts, numbers, booleans,
 *     lists, maps; whole numbers are {@code Long}s after reading)
 * @param record how it was trained
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record TrainedModel(
    NetworkSpec spec,
    String task,
    float[] parameters,
    @Nullable Vocabulary vocabulary,
    @Nullable Vocabulary labels,
    @Nullable Standardizer inputStandardizer,
    @Nullable Standardizer targetStandardizer,
    Map<String, Object> settings,
    TrainingRecord record) {

  public TrainedModel {
    settings = Map.copyOf(settings);
    requireSize("parameters", parameters.length, spec.layout().size());
    if (vocabulary != null) {
      requireSize("the vocabulary", vocabulary.size(), spec.format().inputSize());
    }
    TargetKind kind = spec.format().targetKind();
    boolean named =
        kind == TargetKind.CLASS || kind == TargetKind.LABELS || kind == TargetKind.LABEL_SEQUENCE;
    if (labels != null && named) {
      requireSize("the labels", labels.size(), spec.format().outputSize());
    }
  }

  /**
   * Refuses a model of other tasks.
   *
   * @param location where the model was read from
   */
  public void requireTask(List<String> expected, String location) {
    if (!expected.contains(task)) {
      throw new InputException(
          location
              + " is a model of the task "
              + task
              + ", expected a model of the task "
              + String.join(" or ", expected));
    }
  }

  private static void requireSize(String name, int found, int expected) {
    if (found != expected) {
      throw new IllegalArgumentException(
          name + " of the model: " + found + " entries, its network expects " + expected);
    }
  }
}
