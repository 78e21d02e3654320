package org.keepgate.training;

import org.keepgate.optimizer.ScheduleKind;
import org.keepgate.optimizer.ScheduleSpec;

/** Lowers the learning rate when validation has not improved for some time. */
final class PlateauRule {
  private PlateauRule() {}

  /**
   * After one validation more.
   *
   * @param loss mean validation loss; one that is not a number is no improvement
   */
  static PlateauState observe(ScheduleSpec spec, PlateauState state, double loss) {
    if (spec.kind() != ScheduleKind.PLATEAU) {
      return state;
    }
    if (loss < state.best()) {
      return new PlateauState(state.factor(), loss, 0);
    }
    int worse = state.worse() + 1;
    if (worse < spec.patience()) {
      return new PlateauState(state.factor(), state.best(), worse);
    }
    double lower = Math.max(spec.minimumFactor(), state.factor() * spec.factor());
    return new PlateauState(lower, state.best(), 0);
  }
}
