package org.keepgate.examples.paper;

import org.keepgate.cell.CellOptions;
import org.keepgate.cell.MemoryBlockOptions;
import org.keepgate.head.HeadKind;
import org.keepgate.head.HeadOptions;
import org.keepgate.network.InitializationOptions;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.TargetKind;

/** The networks of the papers: memory blocks between inputs and logistic outputs. */
final class Blocks {
  private Blocks() {}

  /** Fed by one of so many symbols at a step. */
  static NetworkSpec ofSymbols(int symbols, int outputs, CellOptions cell, double initialScale) {
    return network(true, symbols, outputs, cell, initialScale);
  }

  /** Fed by features. */
  static NetworkSpec ofFeatures(int inputs, int outputs, CellOptions cell, double initialScale) {
    return network(false, inputs, outputs, cell, initialScale);
  }

  private static NetworkSpec network(
      boolean symbols, int inputs, int outputs, CellOptions cell, double initialScale) {
    SequenceFormat format =
        new SequenceFormat(symbols, inputs, TargetKind.VALUES, Readout.EVERY_STEP, outputs);
    return NetworkSpec.of(format, cell)
        .withHead(HeadOptions.of(HeadKind.LOGISTIC_SQUARED_ERROR))
        .withInitialization(InitializationOptions.uniform(initialScale));
  }

  /** The same network without biases of the outputs. */
  static NetworkSpec withoutOutputBias(NetworkSpec spec) {
    return spec.withHead(spec.head().withBias(false));
  }

  /** The block of 1997 with so many cells. */
  static MemoryBlockOptions classic(int cellsPerBlock) {
    return MemoryBlockOptions.classic().withCellsPerBlock(cellsPerBlock);
  }
}
