package org.keepgate.analysis;

/**
 * What a method without a network reaches on the test part: the model is worth its time when it is
 * better.
 *
 * @param name of the method, as a reader sees it
 * @param value in the unit of the model's own figure beside it
 */
public record Floor(String name, double value) {}
