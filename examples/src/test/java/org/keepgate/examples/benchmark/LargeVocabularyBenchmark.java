package org.keepgate.examples.benchmark;

import java.util.concurrent.TimeUnit;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.head.HeadKind;
import org.keepgate.head.HeadOptions;
import org.keepgate.math.Gemm;
import org.keepgate.math.RandomStream;
import org.keepgate.network.Network;
import org.keepgate.network.NetworkSpec;
import org.keepgate.optimizer.GradientClipping;
import org.keepgate.optimizer.Optimizer;
import org.keepgate.optimizer.OptimizerKind;
import org.keepgate.optimizer.OptimizerSpec;
import org.keepgate.optimizer.OptimizerState;
import org.keepgate.sequence.Batcher;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceBlockBuilder;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A whole training step of a model of 10,000 words, with a plain softmax and with one in classes:
 * embedding, one LSTM layer, forward, loss, backward, clipping, plain steepest descent. Words are
 * drawn as in a text, the k-th most frequent in proportion to 1/k.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 2,
    jvmArgs = {"-Xmx2g", "-XX:+UseSerialGC"})
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class LargeVocabularyBenchmark {
  private static final int WORDS = 10_000;
  private static final int STEPS = 35;
  private static final double RATE = 0.1;

  /** The head. */
  @Param({"SOFTMAX", "CLASS_FACTORED_SOFTMAX"})
  public HeadKind head = HeadKind.SOFTMAX;

  /** Units of the layer, and numbers of an embedded word. */
  @Param({"128", "200"})
  public int hiddenSize = 200;

  /** Sequences of a minibatch. */
  @Param({"20", "64"})
  public int batchSize = 20;

  private Work work = new Work(HeadKind.SOFTMAX, 1, 1);

  /** Makes the network and its data. */
  @Setup
  public void begin() {
    work.network.close();
    work = new Work(head, hiddenSize, batchSize);
  }

  /** Frees the native memory. */
  @TearDown
  public void end() {
    work.network.close();
  }

  /** One minibatch. */
  @Benchmark
  public double trainingStep() {
    return work.step();
  }

  /** A network, four minibatches, and the loop's body. */
  private static final class Work {
    final Network network;
    private final Minibatch[] batches = new Minibatch[4];
    private final float[] parameters;
    private final float[] gradient;
    private final float[] carried;
    private final Optimizer optimizer;
    private final OptimizerState state;
    private final GradientClipping clipping = new GradientClipping(0, 5);
    private final MetricSums sums;
    private int next;

    Work(HeadKind head, int hiddenSize, int batchSize) {
      SequenceFormat format = SequenceFormat.languageModel(WORDS);
      NetworkSpec spec =
          NetworkSpec.of(format, "lstm", hiddenSize)
              .withEmbeddingSize(hiddenSize)
              .withHead(HeadOptions.of(head));
      network = new Network(spec, Gemm.chosen(), batchSize, batchSize * STEPS);
      parameters = spec.initialParameters(1);
      gradient = new float[parameters.length];
      carried = new float[spec.carriedSize(batchSize)];
      optimizer = OptimizerSpec.of(OptimizerKind.SGD).create();
      state = OptimizerState.zero(optimizer.stateVectors(), parameters.length);
      sums = new MetricSums(format.targetKind(), format.outputSize());
      RandomStream random = new RandomStream(7);
      double[] upTo = upTo();
      for (int b = 0; b < batches.length; b++) {
        SequenceBlockBuilder block = SequenceBlock.builder(format);
        for (int row = 0; row < batchSize; row++) {
          block.add(Sequence.ofSymbols(b + "/" + row, words(random, upTo)));
        }
        SequenceShare share = new SequenceShare(format, java.util.List.of(block.build()));
        batches[b] = new Minibatch(format, batchSize, STEPS);
        Batcher.plan(share, batchSize, 1, 0, 0, false).fill(0, batches[b]);
      }
    }

    /** Share of the words up to each. */
    private static double[] upTo() {
      double[] sums = new double[WORDS];
      double sum = 0;
      for (int k = 0; k < WORDS; k++) {
        sum += 1.0 / (k + 1);
        sums[k] = sum;
      }
      for (int k = 0; k < WORDS; k++) {
        sums[k] /= sum;
      }
      return sums;
    }

    private static int[] words(RandomStream random, double[] upTo) {
      int[] words = new int[STEPS + 1];
      for (int step = 0; step < words.length; step++) {
        int place = java.util.Arrays.binarySearch(upTo, random.nextDouble());
        words[step] = Math.min(WORDS - 1, place < 0 ? -place - 1 : place);
      }
      return words;
    }

    double step() {
      Minibatch batch = batches[next];
      next = (next + 1) % batches.length;
      network.setParameters(parameters);
      network.forward(batch, carried, true, 0, sums);
      network.backward(batch, gradient);
      double norm = clipping.clip(gradient);
      optimizer.step(parameters, gradient, state, RATE);
      return norm;
    }
  }
}
