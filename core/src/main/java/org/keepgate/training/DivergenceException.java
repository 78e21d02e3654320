package org.keepgate.training;

import org.jspecify.annotations.Nullable;

/**
 * Ends a training that met a value that is not finite; the state before the round in which it
 * happened is kept.
 */
public final class DivergenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Divergence divergence;
  private final transient TrainingState lastGoodState;

  /**
   * The message says where it happened and what to do.
   *
   * @param checkpoint where the last good state is saved; null if it is not
   */
  public DivergenceException(
      Divergence divergence, TrainingState lastGoodState, @Nullable String checkpoint) {
    super(
        divergence
            + ". The last good state, after round "
            + lastGoodState.round()
            + ", is kept"
            + (checkpoint == null ? "" : " in " + checkpoint)
            + ". Lower stepSize, or set clipNorm or clipPreActivationGradient"
            + (divergence.worker() < 0 ? ", or lower blockMomentum or blockLearningRate" : ""));
    this.divergence = divergence;
    this.lastGoodState = lastGoodState;
  }

  /** Where it happened. */
  public Divergence divergence() {
    return divergence;
  }

  /** The state before the round that diverged; all its parameters are finite. */
  public TrainingState lastGoodState() {
    return lastGoodState;
  }
}
