package org.keepgate.examples.paper;

import java.util.List;
import org.keepgate.cell.CellOptions;
import org.keepgate.evaluation.Evaluator;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.math.Gemm;
import org.keepgate.network.NetworkSpec;
import org.keepgate.optimizer.GradientClipping;
import org.keepgate.optimizer.ScheduleKind;
import org.keepgate.optimizer.ScheduleSpec;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceBlockBuilder;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;
import org.keepgate.training.DivergenceException;
import org.keepgate.training.LocalTrainer;
import org.keepgate.training.TrainingOptions;

/** A task on which cells are compared: the same data, budget and rate for each of them. */
abstract class AblationTask {
  private static final int UNITS = 32;
  private static final int LANES = 16;
  private static final double CLIP_NORM = 1;

  private final SequenceFormat format;
  private final int epochs;
  private final int segmentLength;

  AblationTask(SequenceFormat format, int epochs, int segmentLength) {
    this.format = format;
    this.epochs = epochs;
    this.segmentLength = segmentLength;
  }

  /** What is measured, for the table. */
  abstract String title();

  /** Whether errors are compared by their ratios, because they span powers of ten. */
  abstract boolean byRatio();

  /** What a network of this seed learns from. */
  abstract SequenceShare training(long seed);

  /** What the rate is chosen by, or, for the table, what nothing was chosen by. */
  abstract SequenceShare held(boolean forTheTable);

  /** The measure, of a network's results on what was held out; less is better. */
  abstract double error(MetricSums sums, boolean forTheTable);

  /** Error of a fresh network after training; of one whose training diverged, before it. */
  final double error(String cell, double rate, long seed, boolean forTheTable, Gemm gemm) {
    NetworkSpec spec = network(cell);
    TrainingOptions options =
        TrainingOptions.defaults()
            .withMaxIter(epochs)
            .withBatchSize(LANES)
            .withSegmentLength(segmentLength)
            .withSchedule(ScheduleSpec.of(ScheduleKind.COSINE, rate))
            .withClipping(new GradientClipping(0, CLIP_NORM))
            .withSeed(seed);
    float[] parameters;
    try {
      parameters =
          new LocalTrainer(spec, options, gemm).train(training(seed), null, List.of()).parameters();
    } catch (DivergenceException diverged) {
      System.err.println(cell + ", seed " + seed + ": " + diverged.getMessage());
      parameters = spec.initialParameters(seed);
    }
    SequenceShare held = held(forTheTable);
    return error(Evaluator.evaluate(spec, parameters, held, LANES, 0, gemm), forTheTable);
  }

  NetworkSpec network(String cell) {
    return NetworkSpec.of(format, CellOptions.of(cell, UNITS));
  }

  /** Sequences as the network takes them. */
  static SequenceShare share(SequenceFormat format, List<Sequence> sequences) {
    SequenceBlockBuilder block = SequenceBlock.builder(format);
    sequences.forEach(block::add);
    return new SequenceShare(format, List.of(block.build()));
  }
}
