package org.keepgate.spark.ml;

import org.apache.spark.ml.param.IntParam;
import org.keepgate.spark.dataset.InputSettings;

/**
 * Into how many steps a vector is cut.
 *
 * @param <S> the stage itself
 */
public interface StepParams<S> extends StageParams<S> {
  /** {@link InputSettings#STEPS}. */
  default IntParam steps() {
    return integerParam(InputSettings.STEPS);
  }

  default int getSteps() {
    return valueOf(InputSettings.STEPS);
  }

  default S setSteps(int value) {
    return with(InputSettings.STEPS, value);
  }
}
