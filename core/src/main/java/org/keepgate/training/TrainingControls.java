package org.keepgate.training;

import org.jspecify.annotations.Nullable;

/**
 * What surrounds a training without changing the bits that it comes to in a given number of rounds.
 *
 * @param checkpoints where states are saved; null = nowhere
 * @param timeLimitMinutes training stops at the end of the round in which it is reached; 0 = no
 *     limit
 */
public record TrainingControls(@Nullable CheckpointWriter checkpoints, double timeLimitMinutes) {

  public TrainingControls {
    if (!(timeLimitMinutes >= 0)) { // false for NaN too
      throw new IllegalArgumentException(
          "time limit must be at least 0 minutes, got " + timeLimitMinutes);
    }
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
