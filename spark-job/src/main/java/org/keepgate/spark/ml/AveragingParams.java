package org.keepgate.spark.ml;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.keepgate.training.setting.AveragingSettings;

/**
 * How the parameters of the workers become one model after a round.
 *
 * @param <S> the stage itself
 */
public interface AveragingParams<S> extends StageParams<S> {
  /** {@link AveragingSettings#AVERAGING}. */
  default Param<String> averaging() {
    return textParam(AveragingSettings.AVERAGING);
  }

  default String getAveraging() {
    return valueOf(AveragingSettings.AVERAGING);
  }

  default S setAveraging(String value) {
    return with(AveragingSettings.AVERAGING, value);
  }

  /** {@link AveragingSettings#BLOCK_MOMENTUM}. */
  default DoubleParam blockMomentum() {
    return realParam(AveragingSettings.BLOCK_MOMENTUM);
  }

  default double getBlockMomentum() {
    return valueOf(AveragingSettings.BLOCK_MOMENTUM);
  }

  default S setBlockMomentum(double value) {
    return with(AveragingSettings.BLOCK_MOMENTUM, value);
  }

  /** {@link AveragingSettings#BLOCK_LEARNING_RATE}. */
  default DoubleParam blockLearningRate() {
    return realParam(AveragingSettings.BLOCK_LEARNING_RATE);
  }

  default double getBlockLearningRate() {
    return valueOf(AveragingSettings.BLOCK_LEARNING_RATE);
  }

  default S setBlockLearningRate(double value) {
    return with(AveragingSettings.BLOCK_LEARNING_RATE, value);
  }

  /** {@link AveragingSettings#BLOCK_WARMUP_EPOCHS}. */
  default DoubleParam blockWarmupEpochs() {
    return realParam(AveragingSettings.BLOCK_WARMUP_EPOCHS);
  }

  default double getBlockWarmupEpochs() {
    return valueOf(AveragingSettings.BLOCK_WARMUP_EPOCHS);
  }

  default S setBlockWarmupEpochs(double value) {
    return with(AveragingSettings.BLOCK_WARMUP_EPOCHS, value);
  }

  /** {@link AveragingSettings#AVERAGING_INTERVAL}. */
  default IntParam averagingInterval() {
    return integerParam(AveragingSettings.AVERAGING_INTERVAL);
  }

  default int getAveragingInterval() {
    return valueOf(AveragingSettings.AVERAGING_INTERVAL);
  }

  default S setAveragingInterval(int value) {
    return with(AveragingSettings.AVERAGING_INTERVAL, value);
  }

  /** {@link AveragingSettings#AVERAGING_SCHEDULE}. */
  default Param<String> averagingSchedule() {
    return textParam(AveragingSettings.AVERAGING_SCHEDULE);
  }

  default String getAveragingSchedule() {
    return valueOf(AveragingSettings.AVERAGING_SCHEDULE);
  }

  default S setAveragingSchedule(String value) {
    return with(AveragingSettings.AVERAGING_SCHEDULE, value);
  }

  /** {@link AveragingSettings#AVERAGING_SCHEDULE_EPOCHS}. */
  default IntParam averagingScheduleEpochs() {
    return integerParam(AveragingSettings.AVERAGING_SCHEDULE_EPOCHS);
  }

  default int getAveragingScheduleEpochs() {
    return valueOf(AveragingSettings.AVERAGING_SCHEDULE_EPOCHS);
  }

  default S setAveragingScheduleEpochs(int value) {
    return with(AveragingSettings.AVERAGING_SCHEDULE_EPOCHS, value);
  }

  /** {@link AveragingSettings#OPTIMIZER_STATE}. */
  default Param<String> optimizerState() {
    return textParam(AveragingSettings.OPTIMIZER_STATE);
  }

  default String getOptimizerState() {
    return valueOf(AveragingSettings.OPTIMIZER_STATE);
  }

  default S setOptimizerState(String value) {
    return with(AveragingSettings.OPTIMIZER_STATE, value);
  }
}
