package org.keepgate.averaging;

/**
 * Where a round is in the training.
 *
 * @param epochsBefore done when it began, with their fraction
 * @param learningRate of the last minibatch of the worker that has most
 */
public record RoundPace(double epochsBefore, double learningRate) {}
