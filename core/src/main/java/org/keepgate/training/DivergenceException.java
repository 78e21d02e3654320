package org.keepgate.training;

/**
 * Ends a training that met a value that is not finite; the state before the round in which it
 * happened is kept.
 */
public final class DivergenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Divergence divergence;
  private final transient TrainingState lastGoodState;

  /** The message says where, and what to do. */
  public DivergenceException(Divergence divergence, TrainingState lastGoodState) {
    super(
        divergence
            + "; the parameters before this round are kept. Lower stepSize, or set clipNorm or "
            + "clipPreActivationGradient");
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
