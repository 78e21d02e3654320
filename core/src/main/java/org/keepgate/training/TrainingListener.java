package org.keepgate.training;

/**
 * Is told how training goes, on the thread of the loop; progress, logs and reports are listeners.
 */
public interface TrainingListener {

  /** Before the first round. */
  default void trainingStarted(TrainingOutline outline) {}

  /** After something has diverged that did not end the training: what was done about it. */
  default void divergenceMet(Divergence divergence, DivergencePolicy answer) {}

  /** After a round, its validation included. */
  default void roundFinished(RoundEntry round) {}

  /** After the last round of an epoch, before its checkpoint. */
  default void epochFinished(EpochEntry epoch) {}

  /** After a checkpoint is wholly written. */
  default void checkpointWritten(String location, TrainingState state) {}

  /** At the end, unless training failed. */
  default void trainingFinished(TrainingResult result) {}
}
