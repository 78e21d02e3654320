package org.keepgate.examples.paper;

import org.keepgate.network.NetworkSpec;

/** A published experiment that can be run again. */
interface Experiment {
  /** Name for the command line and the table. */
  String name();

  /** What it is, in a few words. */
  String sentence();

  /** What the paper says came out. */
  String paper();

  /** Mean number of sequences (or streams) of the paper's solutions; 0 = none that we know. */
  double paperSequences();

  /** Whether the paper says that it was solved. */
  default boolean paperSolved() {
    return paperSequences() > 0;
  }

  /** Weights that the paper counts. */
  int weights();

  NetworkSpec network();

  /** One trial from fresh weights and fresh data. */
  Trial run(long seed, Budget budget);
}
