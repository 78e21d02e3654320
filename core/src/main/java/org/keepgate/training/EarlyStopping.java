package org.keepgate.training;

/** The rules by which validation ends training and the best parameters are kept. */
final class EarlyStopping {
  private EarlyStopping() {}

  /**
   * After one validation more.
   *
   * @param loss mean validation loss; one that is not a number is no improvement
   * @param round rounds done
   * @param parameters validated; kept if they are the best so far
   */
  static EarlyStoppingState observe(
      EarlyStoppingSpec spec,
      EarlyStoppingState state,
      double loss,
      int round,
      float[] parameters) {
    if (!spec.isOn()) {
      return state;
    }
    if (loss < state.best() - spec.minimumDelta()) {
      return new EarlyStoppingState(loss, round, 0, parameters);
    }
    return new EarlyStoppingState(
        state.best(), state.bestRound(), state.worse() + 1, state.bestParameters());
  }

  static boolean isOver(EarlyStoppingSpec spec, EarlyStoppingState state) {
    return spec.isOn() && state.worse() >= spec.patience();
  }
}
