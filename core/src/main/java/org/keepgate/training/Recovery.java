package org.keepgate.training;

import java.util.ArrayList;
import java.util.List;

/**
 * What a round has met that diverged, and got over.
 *
 * @param skippedBatches minibatches that were left out
 * @param rollbacks how often the round was begun again, each time at half the learning rate
 * @param sentences where each of them diverged, in the order of the workers
 */
public record Recovery(int skippedBatches, int rollbacks, List<String> sentences) {

  public Recovery {
    sentences = List.copyOf(sentences);
  }

  /** Nothing diverged. */
  public static Recovery none() {
    return new Recovery(0, 0, List.of());
  }

  /** Whether nothing diverged. */
  public boolean isNone() {
    return skippedBatches == 0 && rollbacks == 0;
  }

  /** This and what was met after it. */
  Recovery and(Recovery later) {
    List<String> all = new ArrayList<>(sentences);
    all.addAll(later.sentences);
    return new Recovery(skippedBatches + later.skippedBatches, rollbacks + later.rollbacks, all);
  }

  /** This and minibatches that were left out after it. */
  Recovery withSkipped(List<Divergence> skipped) {
    return and(
        new Recovery(skipped.size(), 0, skipped.stream().map(Divergence::toString).toList()));
  }
}
