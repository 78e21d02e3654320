package org.keepgate.spark.ml;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.keepgate.training.setting.MemoryBlockSettings;

/**
 * The memory blocks of the cell lstm-1997.
 *
 * @param <S> the stage itself
 */
public interface MemoryBlockParams<S> extends StageParams<S> {
  /** {@link MemoryBlockSettings#CELLS_PER_BLOCK}. */
  default IntParam cellsPerBlock() {
    return integerParam(MemoryBlockSettings.CELLS_PER_BLOCK);
  }

  default int getCellsPerBlock() {
    return valueOf(MemoryBlockSettings.CELLS_PER_BLOCK);
  }

  default S setCellsPerBlock(int value) {
    return with(MemoryBlockSettings.CELLS_PER_BLOCK, value);
  }

  /** {@link MemoryBlockSettings#INPUT_GATE}. */
  default BooleanParam inputGate() {
    return flagParam(MemoryBlockSettings.INPUT_GATE);
  }

  default boolean getInputGate() {
    return valueOf(MemoryBlockSettings.INPUT_GATE);
  }

  default S setInputGate(boolean value) {
    return with(MemoryBlockSettings.INPUT_GATE, value);
  }

  /** {@link MemoryBlockSettings#FORGET_GATE}. */
  default BooleanParam forgetGate() {
    return flagParam(MemoryBlockSettings.FORGET_GATE);
  }

  default boolean getForgetGate() {
    return valueOf(MemoryBlockSettings.FORGET_GATE);
  }

  default S setForgetGate(boolean value) {
    return with(MemoryBlockSettings.FORGET_GATE, value);
  }

  /** {@link MemoryBlockSettings#OUTPUT_GATE}. */
  default BooleanParam outputGate() {
    return flagParam(MemoryBlockSettings.OUTPUT_GATE);
  }

  default boolean getOutputGate() {
    return valueOf(MemoryBlockSettings.OUTPUT_GATE);
  }

  default S setOutputGate(boolean value) {
    return with(MemoryBlockSettings.OUTPUT_GATE, value);
  }

  /** {@link MemoryBlockSettings#PEEPHOLES}. */
  default BooleanParam peepholes() {
    return flagParam(MemoryBlockSettings.PEEPHOLES);
  }

  default boolean getPeepholes() {
    return valueOf(MemoryBlockSettings.PEEPHOLES);
  }

  default S setPeepholes(boolean value) {
    return with(MemoryBlockSettings.PEEPHOLES, value);
  }

  /** {@link MemoryBlockSettings#FEEDBACK}. */
  default Param<String> feedback() {
    return textParam(MemoryBlockSettings.FEEDBACK);
  }

  default String getFeedback() {
    return valueOf(MemoryBlockSettings.FEEDBACK);
  }

  default S setFeedback(String value) {
    return with(MemoryBlockSettings.FEEDBACK, value);
  }

  /** {@link MemoryBlockSettings#BIASED_UNITS}. */
  default Param<String> biasedUnits() {
    return textParam(MemoryBlockSettings.BIASED_UNITS);
  }

  default String getBiasedUnits() {
    return valueOf(MemoryBlockSettings.BIASED_UNITS);
  }

  default S setBiasedUnits(String value) {
    return with(MemoryBlockSettings.BIASED_UNITS, value);
  }

  /** {@link MemoryBlockSettings#CELL_INPUT_ACTIVATION}. */
  default Param<String> cellInputActivation() {
    return textParam(MemoryBlockSettings.CELL_INPUT_ACTIVATION);
  }

  default String getCellInputActivation() {
    return valueOf(MemoryBlockSettings.CELL_INPUT_ACTIVATION);
  }

  default S setCellInputActivation(String value) {
    return with(MemoryBlockSettings.CELL_INPUT_ACTIVATION, value);
  }

  /** {@link MemoryBlockSettings#CELL_OUTPUT_ACTIVATION}. */
  default Param<String> cellOutputActivation() {
    return textParam(MemoryBlockSettings.CELL_OUTPUT_ACTIVATION);
  }

  default String getCellOutputActivation() {
    return valueOf(MemoryBlockSettings.CELL_OUTPUT_ACTIVATION);
  }

  default S setCellOutputActivation(String value) {
    return with(MemoryBlockSettings.CELL_OUTPUT_ACTIVATION, value);
  }

  /** {@link MemoryBlockSettings#GRADIENT}. */
  default Param<String> gradient() {
    return textParam(MemoryBlockSettings.GRADIENT);
  }

  default String getGradient() {
    return valueOf(MemoryBlockSettings.GRADIENT);
  }

  default S setGradient(String value) {
    return with(MemoryBlockSettings.GRADIENT, value);
  }

  /** {@link MemoryBlockSettings#INPUT_GATE_BIAS}. */
  default DoubleParam inputGateBias() {
    return realParam(MemoryBlockSettings.INPUT_GATE_BIAS);
  }

  default double getInputGateBias() {
    return valueOf(MemoryBlockSettings.INPUT_GATE_BIAS);
  }

  default S setInputGateBias(double value) {
    return with(MemoryBlockSettings.INPUT_GATE_BIAS, value);
  }

  /** {@link MemoryBlockSettings#INPUT_GATE_BIAS_STEP}. */
  default DoubleParam inputGateBiasStep() {
    return realParam(MemoryBlockSettings.INPUT_GATE_BIAS_STEP);
  }

  default double getInputGateBiasStep() {
    return valueOf(MemoryBlockSettings.INPUT_GATE_BIAS_STEP);
  }

  default S setInputGateBiasStep(double value) {
    return with(MemoryBlockSettings.INPUT_GATE_BIAS_STEP, value);
  }

  /** {@link MemoryBlockSettings#OUTPUT_GATE_BIAS}. */
  default DoubleParam outputGateBias() {
    return realParam(MemoryBlockSettings.OUTPUT_GATE_BIAS);
  }

  default double getOutputGateBias() {
    return valueOf(MemoryBlockSettings.OUTPUT_GATE_BIAS);
  }

  default S setOutputGateBias(double value) {
    return with(MemoryBlockSettings.OUTPUT_GATE_BIAS, value);
  }

  /** {@link MemoryBlockSettings#OUTPUT_GATE_BIAS_STEP}. */
  default DoubleParam outputGateBiasStep() {
    return realParam(MemoryBlockSettings.OUTPUT_GATE_BIAS_STEP);
  }

  default double getOutputGateBiasStep() {
    return valueOf(MemoryBlockSettings.OUTPUT_GATE_BIAS_STEP);
  }

  default S setOutputGateBiasStep(double value) {
    return with(MemoryBlockSettings.OUTPUT_GATE_BIAS_STEP, value);
  }

  /** {@link MemoryBlockSettings#FORGET_BIAS_STEP}. */
  default DoubleParam forgetBiasStep() {
    return realParam(MemoryBlockSettings.FORGET_BIAS_STEP);
  }

  default double getForgetBiasStep() {
    return valueOf(MemoryBlockSettings.FORGET_BIAS_STEP);
  }

  default S setForgetBiasStep(double value) {
    return with(MemoryBlockSettings.FORGET_BIAS_STEP, value);
  }
}
