package org.keepgate.training;

/** Saves a training state so that training can resume from it. */
@FunctionalInterface
public interface CheckpointWriter {

  /**
   * Saves the state, wholly or not at all.
   *
   * @return where it was saved, for people to read
   */
  String write(TrainingState state);
}
