package org.keepgate.spark.ml;

import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.keepgate.spark.dataset.InputSettings;

/**
 * How text becomes symbols, and which of them are known.
 *
 * @param <S> the stage itself
 */
public interface SymbolParams<S> extends StageParams<S> {

  /** {@link InputSettings#INPUT_UNIT}. */
  default Param<String> inputUnit() {
    return textParam(InputSettings.INPUT_UNIT);
  }

  default String getInputUnit() {
    return valueOf(InputSettings.INPUT_UNIT);
  }

  default S setInputUnit(String value) {
    return with(InputSettings.INPUT_UNIT, value);
  }

  /** {@link InputSettings#MIN_COUNT}. */
  default IntParam minCount() {
    return integerParam(InputSettings.MIN_COUNT);
  }

  default int getMinCount() {
    return valueOf(InputSettings.MIN_COUNT);
  }

  default S setMinCount(int value) {
    return with(InputSettings.MIN_COUNT, value);
  }

  /** {@link InputSettings#MAX_VOCABULARY}. */
  default IntParam maxVocabulary() {
    return integerParam(InputSettings.MAX_VOCABULARY);
  }

  default int getMaxVocabulary() {
    return valueOf(InputSettings.MAX_VOCABULARY);
  }

  default S setMaxVocabulary(int value) {
    return with(InputSettings.MAX_VOCABULARY, value);
  }
}
