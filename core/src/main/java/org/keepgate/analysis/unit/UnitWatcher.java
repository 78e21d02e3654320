package org.keepgate.analysis.unit;

import org.keepgate.evaluation.Inference;
import org.keepgate.network.Network;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.Minibatch;

/** Hands the activities of a running network to a search, and to excerpts that are to be shown. */
public final class UnitWatcher implements Inference.Visitor {
  private final ActivityReader reader;
  private final UnitSearch search;
  private final Excerpts excerpts;
  private final int firstSequence;
  private final float[] activity;

  /**
   * Watches a network; belongs to the thread that runs it.
   *
   * @param excerpts may be shared by threads that run different sequences
   * @param firstSequence number, among those of the features, of the share's first one
   */
  public UnitWatcher(NetworkSpec spec, UnitSearch search, Excerpts excerpts, int firstSequence) {
    this.reader = new ActivityReader(spec);
    this.search = search;
    this.excerpts = excerpts;
    this.firstSequence = firstSequence;
    this.activity = new float[reader.units()];
  }

  @Override
  public void ran(Network network, Minibatch batch, int before) {
    SampledSteps samples = search.features().samples();
    for (int step = 0; step < batch.steps(); step++) {
      for (int row = 0; row < batch.rows(step); row++) {
        int sequence = firstSequence + batch.sequence(row);
        int sample = samples.sample(sequence, before + step);
        boolean shown = excerpts.cover(sequence, before + step);
        if (sample >= 0 || shown) {
          reader.read(network, batch.firstRow(step) + row, activity);
          if (sample >= 0) {
            search.add(sample, activity);
          }
          if (shown) {
            excerpts.keep(sequence, before + step, activity);
          }
        }
      }
    }
  }

  /** What it hands the activities to. */
  public UnitSearch search() {
    return search;
  }
}
