package org.keepgate.training;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.cell.Cells;
import org.keepgate.evaluation.Evaluation;
import org.keepgate.evaluation.Evaluator;
import org.keepgate.math.RandomStream;
import org.keepgate.network.NetworkSpec;
import org.keepgate.optimizer.GradientClipping;
import org.keepgate.optimizer.ScheduleKind;
import org.keepgate.optimizer.ScheduleSpec;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceFormat;

/**
 * Embedded Reber strings one after the other, never reset within a stream (after Gers, Schmidhuber
 * and Cummins, 2000), their next symbols predicted as a language model does.
 *
 * <p>Errors are what the cross-entropy of a string has above that of the grammar itself: a network
 * that knows the grammar but forgets which of T and P a string began with pays ln 2 for each.
 */
@DisplayName("Continual embedded Reber strings, 1,200 segments of 10 × 50 symbols")
class ContinualReberTest {
  private static final int STREAMS = 10;
  private static final int STEPS = 10_000;
  private static final int[] SEEDS = {1, 2, 3};
  private static final SequenceFormat SYMBOLS = SequenceFormat.languageModel(7);
  private static final double GUESSED = Math.log(2);

  private static final int B = 0;
  private static final int E = 1;
  private static final int P = 2;
  private static final int S = 3;
  private static final int T = 4;
  private static final int V = 5;
  private static final int X = 6;

  /** Symbol and next state of the ways out of each state of a Reber string; state 7 is the end. */
  private static final int[][][] WAYS = {
    {{B, 1}},
    {{T, 2}, {P, 3}},
    {{S, 2}, {X, 4}},
    {{T, 3}, {V, 5}},
    {{X, 3}, {S, 6}},
    {{P, 4}, {V, 6}},
    {{E, 7}}
  };

  private static final int END = 7;

  @Test
  @DisplayName("are learnt with a forget gate, and at the same cost not without")
  void needsForgetGate() {
    List<Double> vanilla = errors(Cells.LSTM_PEEPHOLE);
    List<Double> withoutForgetGate = errors("no-forget-gate");
    String both = "nats a string: V " + vanilla + ", without forget gate " + withoutForgetGate;
    assertTrue(vanilla.stream().allMatch(error -> error < GUESSED / 3), both);
    assertTrue(withoutForgetGate.stream().allMatch(error -> error > GUESSED * 2 / 3), both);
  }

  /** Of fresh streams, in nats a string above the grammar's, for each seed. */
  private static List<Double> errors(String cell) {
    NetworkSpec spec = NetworkSpec.of(SYMBOLS, cell, 12);
    List<Double> errors = new ArrayList<>();
    for (int seed : SEEDS) {
      TrainingOptions options =
          TrainingOptions.defaults()
              .withMaxIter(6)
              .withBatchSize(STREAMS)
              .withSegmentLength(50)
              .withSchedule(ScheduleSpec.of(ScheduleKind.CONSTANT, 0.01))
              .withClipping(new GradientClipping(0, 1))
              .withSeed(seed);
      float[] parameters =
          new LocalTrainer(spec, options, TinyTasks.GEMM)
              .train(TinyTasks.share(SYMBOLS, new Streams(seed).sequences), null, List.of())
              .parameters();
      Streams fresh = new Streams(seed + 1000);
      Evaluation evaluation =
          Evaluation.of(
              Evaluator.evaluate(
                  spec,
                  parameters,
                  TinyTasks.share(SYMBOLS, fresh.sequences),
                  STREAMS,
                  0,
                  TinyTasks.GEMM));
      double loss = evaluation.meanLoss() * evaluation.targetCount();
      errors.add((loss - fresh.entropy) / fresh.strings);
    }
    return errors;
  }

  /** Streams of whole strings, and what is left to chance in them. */
  private static final class Streams {
    private final RandomStream random;
    private final List<Sequence> sequences = new ArrayList<>();
    private int strings;
    private double entropy;

    Streams(long seed) {
      random = new RandomStream(seed);
      for (int i = 0; i < STREAMS; i++) {
        List<Integer> symbols = new ArrayList<>();
        while (symbols.size() < STEPS) {
          addString(symbols);
        }
        int[] stream = symbols.stream().mapToInt(Integer::intValue).toArray();
        sequences.add(Sequence.ofSymbols("stream " + i, stream));
      }
    }

    /** B, then T or P, a Reber string, the same T or P again, then E. */
    private void addString(List<Integer> symbols) {
      int kind = choose(2) == 0 ? T : P;
      symbols.add(B);
      symbols.add(kind);
      int state = 0;
      while (state != END) {
        int[] way = WAYS[state][choose(WAYS[state].length)];
        symbols.add(way[0]);
        state = way[1];
      }
      symbols.add(kind);
      symbols.add(E);
      strings++;
    }

    private int choose(int ways) {
      entropy += Math.log(ways);
      return ways == 1 ? 0 : random.nextInt(ways);
    }
  }
}
