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

  /** Mean number of sequences (or streams) in the paper; 0 = none solved it, or not known. */
  double paperSequences();

  /** Weights that the paper counts. */
  int weights();

  NetworkSpec network();

  /** One trial from fresh weights and fresh data. */
  Trial run(long seed, Budget budget);
}
