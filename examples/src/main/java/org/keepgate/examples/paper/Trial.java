package org.keepgate.examples.paper;

/**
 * What came out of one trial.
 *
 * @param solved whether the paper's criterion was met
 * @param sequences trained until then, or until the trial was given up
 * @param outcome the paper's measure on fresh sequences, in words
 */
record Trial(boolean solved, long sequences, String outcome) {}
