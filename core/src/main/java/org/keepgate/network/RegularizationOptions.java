package org.keepgate.network;

import java.io.Serializable;

/**
 * What is done to a network only while it trains, against overfitting.
 *
 * @param dropout share of the non-recurrent connections dropped (Zaremba et al., 2014)
 * @param variationalDropout whether a sequence has one mask for all its steps (Gal and Ghahramani,
 *     2016) instead of one for each step; of a sequence cut into segments, one for each segment
 * @param inputNoise standard deviation of the Gaussian noise added to features; 0 = none
 * @param weightNoise standard deviation of the Gaussian noise added to every parameter, drawn once
 *     a minibatch (Graves, 2013); 0 = none
 * @param omega strength of {@link OmegaPenalty}, of plain recurrent units only; 0 = none
 */
public record RegularizationOptions(
    double dropout, boolean variationalDropout, double inputNoise, double weightNoise, double omega)
    implements Serializable {

  public RegularizationOptions {
    require(dropout >= 0 && dropout < 1, "dropout must be in [0, 1), got " + dropout);
    requireSize("inputNoise", inputNoise);
    requireSize("weightNoise", weightNoise);
    requireSize("omega", omega);
  }

  /** Nothing is done. */
  public static RegularizationOptions none() {
    return new RegularizationOptions(0, false, 0, 0, 0);
  }

  public RegularizationOptions withDropout(double share) {
    return new RegularizationOptions(share, variationalDropout, inputNoise, weightNoise, omega);
  }

  public RegularizationOptions withVariationalDropout(boolean variational) {
    return new RegularizationOptions(dropout, variational, inputNoise, weightNoise, omega);
  }

  public RegularizationOptions withInputNoise(double deviation) {
    return new RegularizationOptions(dropout, variationalDropout, deviation, weightNoise, omega);
  }

  public RegularizationOptions withWeightNoise(double deviation) {
    return new RegularizationOptions(dropout, variationalDropout, inputNoise, deviation, omega);
  }

  public RegularizationOptions withOmega(double strength) {
    return new RegularizationOptions(
        dropout, variationalDropout, inputNoise, weightNoise, strength);
  }

  /** Whether training draws random numbers. */
  public boolean isRandom() {
    return dropout > 0 || inputNoise > 0 || weightNoise > 0;
  }

  private static void requireSize(String name, double value) {
    require(
        value >= 0 && value < Double.POSITIVE_INFINITY,
        name + " must be at least 0 and finite, got " + value);
  }

  private static void require(boolean claim, String message) {
    if (!claim) { // NaN, too, makes every claim false
      throw new IllegalArgumentException(message);
    }
  }
}
