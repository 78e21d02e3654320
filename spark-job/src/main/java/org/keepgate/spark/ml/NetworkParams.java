package org.keepgate.spark.ml;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.keepgate.training.setting.NetworkSettings;

/**
 * What the network is: cell, layers, initial weights, regularisation.
 *
 * @param <S> the stage itself
 */
public interface NetworkParams<S> extends StageParams<S> {
  /** {@link NetworkSettings#CELL}. */
  default Param<String> cell() {
    return textParam(NetworkSettings.CELL);
  }

  default String getCell() {
    return valueOf(NetworkSettings.CELL);
  }

  default S setCell(String value) {
    return with(NetworkSettings.CELL, value);
  }

  /** {@link NetworkSettings#HIDDEN_SIZE}. */
  default IntParam hiddenSize() {
    return integerParam(NetworkSettings.HIDDEN_SIZE);
  }

  default int getHiddenSize() {
    return valueOf(NetworkSettings.HIDDEN_SIZE);
  }

  default S setHiddenSize(int value) {
    return with(NetworkSettings.HIDDEN_SIZE, value);
  }

  /** {@link NetworkSettings#NUM_LAYERS}. */
  default IntParam numLayers() {
    return integerParam(NetworkSettings.NUM_LAYERS);
  }

  default int getNumLayers() {
    return valueOf(NetworkSettings.NUM_LAYERS);
  }

  default S setNumLayers(int value) {
    return with(NetworkSettings.NUM_LAYERS, value);
  }

  /** {@link NetworkSettings#BIDIRECTIONAL}. */
  default BooleanParam bidirectional() {
    return flagParam(NetworkSettings.BIDIRECTIONAL);
  }

  default boolean getBidirectional() {
    return valueOf(NetworkSettings.BIDIRECTIONAL);
  }

  default S setBidirectional(boolean value) {
    return with(NetworkSettings.BIDIRECTIONAL, value);
  }

  /** {@link NetworkSettings#SKIP_CONNECTIONS}. */
  default BooleanParam skipConnections() {
    return flagParam(NetworkSettings.SKIP_CONNECTIONS);
  }

  default boolean getSkipConnections() {
    return valueOf(NetworkSettings.SKIP_CONNECTIONS);
  }

  default S setSkipConnections(boolean value) {
    return with(NetworkSettings.SKIP_CONNECTIONS, value);
  }

  /** {@link NetworkSettings#DIRECT_INPUT}. */
  default BooleanParam directInput() {
    return flagParam(NetworkSettings.DIRECT_INPUT);
  }

  default boolean getDirectInput() {
    return valueOf(NetworkSettings.DIRECT_INPUT);
  }

  default S setDirectInput(boolean value) {
    return with(NetworkSettings.DIRECT_INPUT, value);
  }

  /** {@link NetworkSettings#RESIDUAL}. */
  default BooleanParam residual() {
    return flagParam(NetworkSettings.RESIDUAL);
  }

  default boolean getResidual() {
    return valueOf(NetworkSettings.RESIDUAL);
  }

  default S setResidual(boolean value) {
    return with(NetworkSettings.RESIDUAL, value);
  }

  /** {@link NetworkSettings#EMBEDDING_SIZE}. */
  default IntParam embeddingSize() {
    return integerParam(NetworkSettings.EMBEDDING_SIZE);
  }

  default int getEmbeddingSize() {
    return valueOf(NetworkSettings.EMBEDDING_SIZE);
  }

  default S setEmbeddingSize(int value) {
    return with(NetworkSettings.EMBEDDING_SIZE, value);
  }

  /** {@link NetworkSettings#DROPOUT}. */
  default DoubleParam dropout() {
    return realParam(NetworkSettings.DROPOUT);
  }

  default double getDropout() {
    return valueOf(NetworkSettings.DROPOUT);
  }

  default S setDropout(double value) {
    return with(NetworkSettings.DROPOUT, value);
  }

  /** {@link NetworkSettings#VARIATIONAL_DROPOUT}. */
  default BooleanParam variationalDropout() {
    return flagParam(NetworkSettings.VARIATIONAL_DROPOUT);
  }

  default boolean getVariationalDropout() {
    return valueOf(NetworkSettings.VARIATIONAL_DROPOUT);
  }

  default S setVariationalDropout(boolean value) {
    return with(NetworkSettings.VARIATIONAL_DROPOUT, value);
  }

  /** {@link NetworkSettings#INPUT_NOISE}. */
  default DoubleParam inputNoise() {
    return realParam(NetworkSettings.INPUT_NOISE);
  }

  default double getInputNoise() {
    return valueOf(NetworkSettings.INPUT_NOISE);
  }

  default S setInputNoise(double value) {
    return with(NetworkSettings.INPUT_NOISE, value);
  }

  /** {@link NetworkSettings#WEIGHT_NOISE}. */
  default DoubleParam weightNoise() {
    return realParam(NetworkSettings.WEIGHT_NOISE);
  }

  default double getWeightNoise() {
    return valueOf(NetworkSettings.WEIGHT_NOISE);
  }

  default S setWeightNoise(double value) {
    return with(NetworkSettings.WEIGHT_NOISE, value);
  }

  /** {@link NetworkSettings#OMEGA}. */
  default DoubleParam omega() {
    return realParam(NetworkSettings.OMEGA);
  }

  default double getOmega() {
    return valueOf(NetworkSettings.OMEGA);
  }

  default S setOmega(double value) {
    return with(NetworkSettings.OMEGA, value);
  }

  /** {@link NetworkSettings#INITIALIZATION}. */
  default Param<String> initialization() {
    return textParam(NetworkSettings.INITIALIZATION);
  }

  default String getInitialization() {
    return valueOf(NetworkSettings.INITIALIZATION);
  }

  default S setInitialization(String value) {
    return with(NetworkSettings.INITIALIZATION, value);
  }

  /** {@link NetworkSettings#INITIAL_SCALE}. */
  default DoubleParam initialScale() {
    return realParam(NetworkSettings.INITIAL_SCALE);
  }

  default double getInitialScale() {
    return valueOf(NetworkSettings.INITIAL_SCALE);
  }

  default S setInitialScale(double value) {
    return with(NetworkSettings.INITIAL_SCALE, value);
  }

  /** {@link NetworkSettings#RECURRENT_INITIALIZATION}. */
  default Param<String> recurrentInitialization() {
    return textParam(NetworkSettings.RECURRENT_INITIALIZATION);
  }

  default String getRecurrentInitialization() {
    return valueOf(NetworkSettings.RECURRENT_INITIALIZATION);
  }

  default S setRecurrentInitialization(String value) {
    return with(NetworkSettings.RECURRENT_INITIALIZATION, value);
  }

  /** {@link NetworkSettings#CLIP_PRE_ACTIVATION_GRADIENT}. */
  default DoubleParam clipPreActivationGradient() {
    return realParam(NetworkSettings.CLIP_PRE_ACTIVATION_GRADIENT);
  }

  default double getClipPreActivationGradient() {
    return valueOf(NetworkSettings.CLIP_PRE_ACTIVATION_GRADIENT);
  }

  default S setClipPreActivationGradient(double value) {
    return with(NetworkSettings.CLIP_PRE_ACTIVATION_GRADIENT, value);
  }

  /** {@link NetworkSettings#FORGET_BIAS}. */
  default DoubleParam forgetBias() {
    return realParam(NetworkSettings.FORGET_BIAS);
  }

  default double getForgetBias() {
    return valueOf(NetworkSettings.FORGET_BIAS);
  }

  default S setForgetBias(double value) {
    return with(NetworkSettings.FORGET_BIAS, value);
  }

  /** {@link NetworkSettings#ACTIVATION}. */
  default Param<String> activation() {
    return textParam(NetworkSettings.ACTIVATION);
  }

  default String getActivation() {
    return valueOf(NetworkSettings.ACTIVATION);
  }

  default S setActivation(String value) {
    return with(NetworkSettings.ACTIVATION, value);
  }
}
