package org.keepgate.spark.ml;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.keepgate.training.setting.DivergenceSettings;
import org.keepgate.training.setting.HeadSettings;
import org.keepgate.training.setting.TrainingSettings;

/**
 * How a gradient becomes a step: optimizer, clipping, learning rate over time, what to do when
 * training diverges.
 *
 * @param <S> the stage itself
 */
public interface OptimizationParams<S> extends StageParams<S> {
  /** {@link TrainingSettings#OPTIMIZER}. */
  default Param<String> optimizer() {
    return textParam(TrainingSettings.OPTIMIZER);
  }

  default String getOptimizer() {
    return valueOf(TrainingSettings.OPTIMIZER);
  }

  default S setOptimizer(String value) {
    return with(TrainingSettings.OPTIMIZER, value);
  }

  /** {@link TrainingSettings#STEP_SIZE}. */
  default DoubleParam stepSize() {
    return realParam(TrainingSettings.STEP_SIZE);
  }

  default double getStepSize() {
    return valueOf(TrainingSettings.STEP_SIZE);
  }

  default S setStepSize(double value) {
    return with(TrainingSettings.STEP_SIZE, value);
  }

  /** {@link TrainingSettings#REG_PARAM}. */
  default DoubleParam regParam() {
    return realParam(TrainingSettings.REG_PARAM);
  }

  default double getRegParam() {
    return valueOf(TrainingSettings.REG_PARAM);
  }

  default S setRegParam(double value) {
    return with(TrainingSettings.REG_PARAM, value);
  }

  /** {@link TrainingSettings#L2_PENALTY}. */
  default DoubleParam l2Penalty() {
    return realParam(TrainingSettings.L2_PENALTY);
  }

  default double getL2Penalty() {
    return valueOf(TrainingSettings.L2_PENALTY);
  }

  default S setL2Penalty(double value) {
    return with(TrainingSettings.L2_PENALTY, value);
  }

  /** {@link TrainingSettings#MOMENTUM}. */
  default DoubleParam momentum() {
    return realParam(TrainingSettings.MOMENTUM);
  }

  default double getMomentum() {
    return valueOf(TrainingSettings.MOMENTUM);
  }

  default S setMomentum(double value) {
    return with(TrainingSettings.MOMENTUM, value);
  }

  /** {@link TrainingSettings#DECAY}. */
  default DoubleParam decay() {
    return realParam(TrainingSettings.DECAY);
  }

  default double getDecay() {
    return valueOf(TrainingSettings.DECAY);
  }

  default S setDecay(double value) {
    return with(TrainingSettings.DECAY, value);
  }

  /** {@link TrainingSettings#BETA1}. */
  default DoubleParam beta1() {
    return realParam(TrainingSettings.BETA1);
  }

  default double getBeta1() {
    return valueOf(TrainingSettings.BETA1);
  }

  default S setBeta1(double value) {
    return with(TrainingSettings.BETA1, value);
  }

  /** {@link TrainingSettings#BETA2}. */
  default DoubleParam beta2() {
    return realParam(TrainingSettings.BETA2);
  }

  default double getBeta2() {
    return valueOf(TrainingSettings.BETA2);
  }

  default S setBeta2(double value) {
    return with(TrainingSettings.BETA2, value);
  }

  /** {@link TrainingSettings#EPSILON}. */
  default DoubleParam epsilon() {
    return realParam(TrainingSettings.EPSILON);
  }

  default double getEpsilon() {
    return valueOf(TrainingSettings.EPSILON);
  }

  default S setEpsilon(double value) {
    return with(TrainingSettings.EPSILON, value);
  }

  /** {@link TrainingSettings#CLIP_VALUE}. */
  default DoubleParam clipValue() {
    return realParam(TrainingSettings.CLIP_VALUE);
  }

  default double getClipValue() {
    return valueOf(TrainingSettings.CLIP_VALUE);
  }

  default S setClipValue(double value) {
    return with(TrainingSettings.CLIP_VALUE, value);
  }

  /** {@link TrainingSettings#CLIP_NORM}. */
  default DoubleParam clipNorm() {
    return realParam(TrainingSettings.CLIP_NORM);
  }

  default double getClipNorm() {
    return valueOf(TrainingSettings.CLIP_NORM);
  }

  default S setClipNorm(double value) {
    return with(TrainingSettings.CLIP_NORM, value);
  }

  /** {@link TrainingSettings#SCHEDULE}. */
  default Param<String> schedule() {
    return textParam(TrainingSettings.SCHEDULE);
  }

  default String getSchedule() {
    return valueOf(TrainingSettings.SCHEDULE);
  }

  default S setSchedule(String value) {
    return with(TrainingSettings.SCHEDULE, value);
  }

  /** {@link TrainingSettings#SCHEDULE_EPOCHS}. */
  default DoubleParam scheduleEpochs() {
    return realParam(TrainingSettings.SCHEDULE_EPOCHS);
  }

  default double getScheduleEpochs() {
    return valueOf(TrainingSettings.SCHEDULE_EPOCHS);
  }

  default S setScheduleEpochs(double value) {
    return with(TrainingSettings.SCHEDULE_EPOCHS, value);
  }

  /** {@link TrainingSettings#SCHEDULE_FACTOR}. */
  default DoubleParam scheduleFactor() {
    return realParam(TrainingSettings.SCHEDULE_FACTOR);
  }

  default double getScheduleFactor() {
    return valueOf(TrainingSettings.SCHEDULE_FACTOR);
  }

  default S setScheduleFactor(double value) {
    return with(TrainingSettings.SCHEDULE_FACTOR, value);
  }

  /** {@link TrainingSettings#SCHEDULE_INTERVAL}. */
  default DoubleParam scheduleInterval() {
    return realParam(TrainingSettings.SCHEDULE_INTERVAL);
  }

  default double getScheduleInterval() {
    return valueOf(TrainingSettings.SCHEDULE_INTERVAL);
  }

  default S setScheduleInterval(double value) {
    return with(TrainingSettings.SCHEDULE_INTERVAL, value);
  }

  /** {@link TrainingSettings#WARMUP_EPOCHS}. */
  default DoubleParam warmupEpochs() {
    return realParam(TrainingSettings.WARMUP_EPOCHS);
  }

  default double getWarmupEpochs() {
    return valueOf(TrainingSettings.WARMUP_EPOCHS);
  }

  default S setWarmupEpochs(double value) {
    return with(TrainingSettings.WARMUP_EPOCHS, value);
  }

  /** {@link TrainingSettings#MINIMUM_FACTOR}. */
  default DoubleParam minimumFactor() {
    return realParam(TrainingSettings.MINIMUM_FACTOR);
  }

  default double getMinimumFactor() {
    return valueOf(TrainingSettings.MINIMUM_FACTOR);
  }

  default S setMinimumFactor(double value) {
    return with(TrainingSettings.MINIMUM_FACTOR, value);
  }

  /** {@link TrainingSettings#SCHEDULE_PATIENCE}. */
  default IntParam schedulePatience() {
    return integerParam(TrainingSettings.SCHEDULE_PATIENCE);
  }

  default int getSchedulePatience() {
    return valueOf(TrainingSettings.SCHEDULE_PATIENCE);
  }

  default S setSchedulePatience(int value) {
    return with(TrainingSettings.SCHEDULE_PATIENCE, value);
  }

  /** {@link HeadSettings#CLIP_OUTPUT_GRADIENT}. */
  default DoubleParam clipOutputGradient() {
    return realParam(HeadSettings.CLIP_OUTPUT_GRADIENT);
  }

  default double getClipOutputGradient() {
    return valueOf(HeadSettings.CLIP_OUTPUT_GRADIENT);
  }

  default S setClipOutputGradient(double value) {
    return with(HeadSettings.CLIP_OUTPUT_GRADIENT, value);
  }

  /** {@link DivergenceSettings#ON_DIVERGENCE}. */
  default Param<String> onDivergence() {
    return textParam(DivergenceSettings.ON_DIVERGENCE);
  }

  default String getOnDivergence() {
    return valueOf(DivergenceSettings.ON_DIVERGENCE);
  }

  default S setOnDivergence(String value) {
    return with(DivergenceSettings.ON_DIVERGENCE, value);
  }

  /** {@link DivergenceSettings#EXPLODING_LOSS}. */
  default DoubleParam explodingLoss() {
    return realParam(DivergenceSettings.EXPLODING_LOSS);
  }

  default double getExplodingLoss() {
    return valueOf(DivergenceSettings.EXPLODING_LOSS);
  }

  default S setExplodingLoss(double value) {
    return with(DivergenceSettings.EXPLODING_LOSS, value);
  }

  /** {@link DivergenceSettings#MAX_SKIPPED_BATCHES}. */
  default IntParam maxSkippedBatches() {
    return integerParam(DivergenceSettings.MAX_SKIPPED_BATCHES);
  }

  default int getMaxSkippedBatches() {
    return valueOf(DivergenceSettings.MAX_SKIPPED_BATCHES);
  }

  default S setMaxSkippedBatches(int value) {
    return with(DivergenceSettings.MAX_SKIPPED_BATCHES, value);
  }

  /** {@link DivergenceSettings#MAX_ROLLBACKS}. */
  default IntParam maxRollbacks() {
    return integerParam(DivergenceSettings.MAX_ROLLBACKS);
  }

  default int getMaxRollbacks() {
    return valueOf(DivergenceSettings.MAX_ROLLBACKS);
  }

  default S setMaxRollbacks(int value) {
    return with(DivergenceSettings.MAX_ROLLBACKS, value);
  }
}
