package org.keepgate.examples.paper;

import org.keepgate.math.RandomStream;

/** Draws sequences of a task. */
interface Generator {
  /** Fills a sample that has been cleared. */
  void draw(RandomStream random, Sample into);
}
