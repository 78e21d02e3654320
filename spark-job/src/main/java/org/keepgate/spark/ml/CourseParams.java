package org.keepgate.spark.ml;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.keepgate.spark.dataset.InputSettings;
import org.keepgate.training.setting.TrainingSettings;

/**
 * How long training goes, in what pieces, on how many workers, and what ends it.
 *
 * @param <S> the stage itself
 */
public interface CourseParams<S> extends StageParams<S> {
  /** {@link TrainingSettings#MAX_ITER}. */
  default IntParam maxIter() {
    return integerParam(TrainingSettings.MAX_ITER);
  }

  default int getMaxIter() {
    return valueOf(TrainingSettings.MAX_ITER);
  }

  default S setMaxIter(int value) {
    return with(TrainingSettings.MAX_ITER, value);
  }

  /** {@link TrainingSettings#MAX_ROUNDS}. */
  default IntParam maxRounds() {
    return integerParam(TrainingSettings.MAX_ROUNDS);
  }

  default int getMaxRounds() {
    return valueOf(TrainingSettings.MAX_ROUNDS);
  }

  default S setMaxRounds(int value) {
    return with(TrainingSettings.MAX_ROUNDS, value);
  }

  /** {@link TrainingSettings#BATCH_SIZE}. */
  default IntParam batchSize() {
    return integerParam(TrainingSettings.BATCH_SIZE);
  }

  default int getBatchSize() {
    return valueOf(TrainingSettings.BATCH_SIZE);
  }

  default S setBatchSize(int value) {
    return with(TrainingSettings.BATCH_SIZE, value);
  }

  /** {@link TrainingSettings#SEGMENT_LENGTH}. */
  default IntParam segmentLength() {
    return integerParam(TrainingSettings.SEGMENT_LENGTH);
  }

  default int getSegmentLength() {
    return valueOf(TrainingSettings.SEGMENT_LENGTH);
  }

  default S setSegmentLength(int value) {
    return with(TrainingSettings.SEGMENT_LENGTH, value);
  }

  /** {@link TrainingSettings#REGIME}. */
  default Param<String> regime() {
    return textParam(TrainingSettings.REGIME);
  }

  default String getRegime() {
    return valueOf(TrainingSettings.REGIME);
  }

  default S setRegime(String value) {
    return with(TrainingSettings.REGIME, value);
  }

  /** {@link TrainingSettings#PRECISION}. */
  default Param<String> precision() {
    return textParam(TrainingSettings.PRECISION);
  }

  default String getPrecision() {
    return valueOf(TrainingSettings.PRECISION);
  }

  default S setPrecision(String value) {
    return with(TrainingSettings.PRECISION, value);
  }

  /** {@link TrainingSettings#SHUFFLE}. */
  default BooleanParam shuffle() {
    return flagParam(TrainingSettings.SHUFFLE);
  }

  default boolean getShuffle() {
    return valueOf(TrainingSettings.SHUFFLE);
  }

  default S setShuffle(boolean value) {
    return with(TrainingSettings.SHUFFLE, value);
  }

  /** {@link TrainingSettings#NUM_WORKERS}. */
  default IntParam numWorkers() {
    return integerParam(TrainingSettings.NUM_WORKERS);
  }

  default int getNumWorkers() {
    return valueOf(TrainingSettings.NUM_WORKERS);
  }

  default S setNumWorkers(int value) {
    return with(TrainingSettings.NUM_WORKERS, value);
  }

  /** {@link TrainingSettings#CHECKPOINT_INTERVAL}. */
  default IntParam checkpointInterval() {
    return integerParam(TrainingSettings.CHECKPOINT_INTERVAL);
  }

  default int getCheckpointInterval() {
    return valueOf(TrainingSettings.CHECKPOINT_INTERVAL);
  }

  default S setCheckpointInterval(int value) {
    return with(TrainingSettings.CHECKPOINT_INTERVAL, value);
  }

  /** {@link TrainingSettings#CHECKPOINT_ROUNDS}. */
  default IntParam checkpointRounds() {
    return integerParam(TrainingSettings.CHECKPOINT_ROUNDS);
  }

  default int getCheckpointRounds() {
    return valueOf(TrainingSettings.CHECKPOINT_ROUNDS);
  }

  default S setCheckpointRounds(int value) {
    return with(TrainingSettings.CHECKPOINT_ROUNDS, value);
  }

  /** {@link TrainingSettings#VALIDATION_INTERVAL}. */
  default IntParam validationInterval() {
    return integerParam(TrainingSettings.VALIDATION_INTERVAL);
  }

  default int getValidationInterval() {
    return valueOf(TrainingSettings.VALIDATION_INTERVAL);
  }

  default S setValidationInterval(int value) {
    return with(TrainingSettings.VALIDATION_INTERVAL, value);
  }

  /** {@link TrainingSettings#PATIENCE}. */
  default IntParam patience() {
    return integerParam(TrainingSettings.PATIENCE);
  }

  default int getPatience() {
    return valueOf(TrainingSettings.PATIENCE);
  }

  default S setPatience(int value) {
    return with(TrainingSettings.PATIENCE, value);
  }

  /** {@link TrainingSettings#TOL}. */
  default DoubleParam tol() {
    return realParam(TrainingSettings.TOL);
  }

  default double getTol() {
    return valueOf(TrainingSettings.TOL);
  }

  default S setTol(double value) {
    return with(TrainingSettings.TOL, value);
  }

  /** {@link TrainingSettings#SEED}. */
  default LongParam seed() {
    return longParam(TrainingSettings.SEED);
  }

  default long getSeed() {
    return valueOf(TrainingSettings.SEED);
  }

  default S setSeed(long value) {
    return with(TrainingSettings.SEED, value);
  }

  /** {@link InputSettings#VALIDATION_FRACTION}. */
  default DoubleParam validationFraction() {
    return realParam(InputSettings.VALIDATION_FRACTION);
  }

  default double getValidationFraction() {
    return valueOf(InputSettings.VALIDATION_FRACTION);
  }

  default S setValidationFraction(double value) {
    return with(InputSettings.VALIDATION_FRACTION, value);
  }
}
