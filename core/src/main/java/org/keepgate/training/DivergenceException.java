package org.keepgate.training;

import org.jspecify.annotations.Nullable;

/** Ends a training that diverged; the state before the round in which it happened is kept. */
public final class DivergenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String finding;
  private final String advice;
  private final Divergence divergence;
  private final transient TrainingState lastGoodState;

  /**
   * The message says where it happened and what to do.
   *
   * @param remark why nothing was done about it; empty where nothing was to be done
   * @param hasMomentum whether averaging has a momentum that may be lowered
   * @param checkpoint where the last good state is saved; null if it is not
   */
  DivergenceException(
      Divergence divergence,
      String remark,
      boolean hasMomentum,
      TrainingState lastGoodState,
      @Nullable String checkpoint) {
    this(
        divergence + (remark.isEmpty() ? "" : "; " + remark),
        advice(divergence, hasMomentum),
        divergence,
        lastGoodState,
        checkpoint);
  }

  private DivergenceException(
      String finding,
      String advice,
      Divergence divergence,
      TrainingState lastGoodState,
      @Nullable String checkpoint) {
    super(
        finding
            + ". The last good state, after round "
            + lastGoodState.round()
            + ", is kept"
            + (checkpoint == null ? "" : " in " + checkpoint)
            + ". "
            + Character.toUpperCase(advice.charAt(0))
            + advice.substring(1));
    this.finding = finding;
    this.advice = advice;
    this.divergence = divergence;
    this.lastGoodState = lastGoodState;
  }

  private static String advice(Divergence divergence, boolean hasMomentum) {
    return "lower stepSize, or set clipNorm or clipPreActivationGradient"
        + (divergence.worker() < 0 && hasMomentum
            ? ", or lower blockMomentum or blockLearningRate"
            : "");
  }

  /** Where it happened, and why nothing was done about it, in a sentence. */
  public String finding() {
    return finding;
  }

  /** What to do. */
  public String advice() {
    return advice;
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
