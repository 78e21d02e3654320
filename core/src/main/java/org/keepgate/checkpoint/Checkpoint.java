package org.keepgate.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keepgate.network.NetworkSpec;
import org.keepgate.optimizer.ScheduleKind;
import org.keepgate.sequence.InputException;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.TrainingState;

/**
 * A training between two rounds, saved: its state, and what it must be resumed with so that the
 * bits are those of a training that never stopped.
 *
 * @param spec of the network
 * @param options of the training
 * @param data of the training and validation data as the workers saw them
 * @param environment versions and machine, by name ({@link Environment#current})
 * @param state after the last round
 */
public record Checkpoint(
    NetworkSpec spec,
    TrainingOptions options,
    DataFingerprints data,
    Map<String, String> environment,
    TrainingState state) {

  /** What may change freely: how often checkpoints are written, what is done if it diverges. */
  private static final Set<String> FREE =
      Set.of(
          "checkpointInterval",
          "checkpointRounds",
          "onDivergence",
          "explodingLoss",
          "maxSkippedBatches",
          "maxRollbacks");

  /** What may change unless the schedule is stretched over it: where training ends. */
  private static final Set<String> LENGTH = Set.of("maxIter", "maxRounds");

  public Checkpoint {
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  /**
   * Refuses to resume with another network, other options or other data, and names every
   * difference. Training longer or shorter is allowed where the learning rates so far do not depend
   * on it.
   *
   * @throws InputException when anything differs
   */
  public void requireSameRun(
      NetworkSpec newSpec, TrainingOptions newOptions, DataFingerprints newData) {
    List<String> differences = differences(newSpec, newOptions);
    data.compare(newData, differences);
    if (!differences.isEmpty()) {
      throw new InputException(
          "the checkpoint of round "
              + state.round()
              + " belongs to another training: "
              + String.join("; ", differences)
              + ". Resume with what it was started with, or start anew");
    }
  }

  /** Whether this is of the training that came to a model of this record. */
  boolean isOf(NetworkSpec modelSpec, TrainingOptions modelOptions, String trainingData) {
    List<String> differences = differences(modelSpec, modelOptions);
    data.compare(new DataFingerprints(trainingData, data.validation()), differences);
    return differences.isEmpty();
  }

  private List<String> differences(NetworkSpec newSpec, TrainingOptions newOptions) {
    List<String> differences = new ArrayList<>();
    compare(NetworkSpecJson.toJson(spec), NetworkSpecJson.toJson(newSpec), Set.of(), differences);
    compare(
        TrainingOptionsJson.toJson(options),
        TrainingOptionsJson.toJson(newOptions),
        free(),
        differences);
    return differences;
  }

  private Set<String> free() {
    boolean stretched =
        options.schedule().kind() == ScheduleKind.COSINE && options.scheduleEpochs() == 0;
    if (stretched) {
      return FREE;
    }
    Set<String> all = new HashSet<>(FREE);
    all.addAll(LENGTH);
    return all;
  }

  private static void compare(
      ObjectNode saved, ObjectNode now, Set<String> free, List<String> differences) {
    for (Map.Entry<String, JsonNode> field : saved.properties()) {
      String name = field.getKey();
      if (field.getValue() instanceof ObjectNode inner
          && now.get(name) instanceof ObjectNode other) {
        compare(inner, other, free, differences);
      } else if (!free.contains(name) && !field.getValue().equals(now.get(name))) {
        differences.add(name + " was " + field.getValue() + ", is " + now.get(name) + " now");
      }
    }
  }
}
