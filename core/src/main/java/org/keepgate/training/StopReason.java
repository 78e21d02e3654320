package org.keepgate.training;

/** Why a training ended. */
public enum StopReason {
  /** All epochs or rounds asked for are done. */
  COMPLETED,
  /** Validation did not improve for as long as early stopping waits. */
  EARLY_STOPPING,
  /** The time limit was reached at the end of a round. */
  TIME_LIMIT
}
