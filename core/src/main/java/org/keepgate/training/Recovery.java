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

  /** After attempts that were given up, a round that left out minibatches. */
  static Recovery of(List<Divergence> rolledBack, List<Divergence> skipped) {
    List<String> sentences = new ArrayList<>();
    rolledBack.forEach(divergence -> sentences.add(divergence.toString()));
    skipped.forEach(divergence -> sentences.add(divergence.toString()));
    return new Recovery(skipped.size(), rolledBack.size(), sentences);
  }
}
