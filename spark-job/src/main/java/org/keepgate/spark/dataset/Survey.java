package org.keepgate.spark.dataset;

import java.io.Serializable;
import org.keepgate.sequence.SymbolCounts;

/**
 * What the training part of a table is made of: summed in parts anywhere and merged in any order,
 * always the same.
 */
final class Survey implements Serializable {
  private static final long serialVersionUID = 1L;

  private final SymbolCounts symbols = new SymbolCounts();
  private final SymbolCounts labels = new SymbolCounts();
  private final ExactSums inputs;
  private final ExactSums targets;
  private long sequences;

  Survey(int inputColumns, int targetColumns) {
    this.inputs = new ExactSums(inputColumns);
    this.targets = new ExactSums(targetColumns);
  }

  /** Adds a sequence with all its steps. */
  void add(RawSequence sequence) {
    add(sequence, sequence.steps());
  }

  /** Adds the first {@code steps} steps of a sequence. */
  void add(RawSequence sequence, int steps) {
    sequences++;
    if (sequence.features() != null) {
      inputs.add(sequence.features(), 0, steps * sequence.featureSize());
    }
    if (sequence.targets() != null) {
      int columns = targets.columns();
      int known = Math.min(steps * columns, sequence.targets().length); // of one step, or of all
      targets.add(sequence.targets(), 0, known);
    }
    addAll(symbols, sequence.symbols());
    addAll(labels, sequence.labels());
  }

  private static void addAll(
      SymbolCounts counts, String @org.jspecify.annotations.Nullable [] words) {
    if (words != null) {
      for (String word : words) {
        counts.add(word);
      }
    }
  }

  /** Adds what another survey has found. */
  void add(Survey other) {
    symbols.add(other.symbols);
    labels.add(other.labels);
    inputs.add(other.inputs);
    targets.add(other.targets);
    sequences += other.sequences;
  }

  SymbolCounts symbols() {
    return symbols;
  }

  SymbolCounts labels() {
    return labels;
  }

  ExactSums inputs() {
    return inputs;
  }

  ExactSums targets() {
    return targets;
  }

  long sequences() {
    return sequences;
  }
}
