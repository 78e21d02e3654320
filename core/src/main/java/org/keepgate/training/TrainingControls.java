package org.keepgate.training;

import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.Standardizer;

/**
 * What surrounds a training without changing the bits that it comes to in a given number of rounds.
 *
 * @param checkpoints where states are saved; null = nowhere
 * @param timeLimitMinutes training stops at the end of the round in which it is reached; 0 = no
 *     limit
 * @param targets by which target values were standardized, so that the history has the validation's
 *     figures in their units; null = as they are
 */
public record TrainingControls(
    @Nullable CheckpointWriter checkpoints,
    double timeLimitMinutes,
    @Nullable Standardizer targets) {

  public TrainingControls {
    if (!(timeLimitMinutes >= 0)) { // false for NaN too
      throw new IllegalArgumentException(
          "time limit must be at least 0 minutes, got " + timeLimitMinutes);
    }
  }

  /** Of targets as they are. */
  public TrainingControls(@Nullable CheckpointWriter checkpoints, double timeLimitMinutes) {
    this(checkpoints, timeLimitMinutes, null);
  }

  /** No checkpoints, no limit. */
  public static TrainingControls none() {
    return new TrainingControls(null, 0);
  }

  /** Whether so much time is more than training may take. */
  boolean isOver(long nanos) {
    return timeLimitMinutes > 0 && nanos >= timeLimitMinutes * 60e9;
  }
}
