package org.keepgate.checkpoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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

  /**
   * Says in a sentence that this machine computes otherwise than the one that saved this (another
   * matrix provider, kind of processor or JDK), so that a resumed training is as good as one that
   * never stopped, but has other last bits; null where it does not.
   *
   * @param now versions and machine ({@link Environment#current})
   */
  public @Nullable String otherArithmetic(Map<String, String> now) {
    String saved = environment.get(Environment.ARITHMETIC);
    String here = now.get(Environment.ARITHMETIC);
    return saved == null || here == null || saved.equals(here)
        ? null
        : "the checkpoint of round "
            + state.round()
            + " was computed by '"
            + saved
            + "', this machine computes by '"
            + here
            + "': training goes on, but its last bits are not those of one that never stopped";
  }

  /** Whether this is of the training that came to a model of this record. */
  boolean isOf(NetworkSpec modelSpec, TrainingOptions modelOptions, String trainingData) {
    List<String> differences = differences(modelSpec, modelOptions);
    data.compare(new DataFingerprints(trainingData, data.validation()), differences);
    return differences.isEmpty();
  }

  private List<String> differences(NetworkSpec newSpec, TrainingOptions newOptions) {
    List<String> differences = new ArrayList<>();
    new OptionDifferences(Set.of(), differences)
        .compare(NetworkSpecJson.toJson(spec), NetworkSpecJson.toJson(newSpec));
    new OptionDifferences(free(), differences)
        .compare(TrainingOptionsJson.toJson(options), TrainingOptionsJson.toJson(newOptions));
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
}
