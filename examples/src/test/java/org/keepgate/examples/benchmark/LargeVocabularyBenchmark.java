package org.keepgate.examples.benchmark;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.keepgate.head.HeadKind;
import org.keepgate.head.HeadOptions;
import org.keepgate.math.Gemm;
import org.keepgate.math.RandomStream;
import org.keepgate.network.NetworkSpec;
import org.keepgate.optimizer.OptimizerKind;
import org.keepgate.optimizer.OptimizerSpec;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceBlockBuilder;
import org.keepgate.sequence.SequenceFormat;
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
  private static final int MINIBATCHES = 4;
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

  private TrainingStep step = step(HeadKind.SOFTMAX, 1, 1);

  /** Makes the network and its data. */
  @Setup
  public void begin() {
    step.close();
    step = step(head, hiddenSize, batchSize);
  }

  /** Frees the native memory. */
  @TearDown
  public void end() {
    step.close();
  }

  /** One minibatch. */
  @Benchmark
  public int trainingStep() {
    return step.run();
  }

  private static TrainingStep step(HeadKind head, int hiddenSize, int batchSize) {
    SequenceFormat format = SequenceFormat.languageModel(WORDS);
    NetworkSpec spec =
        NetworkSpec.of(format, "lstm", hiddenSize)
            .withEmbeddingSize(hiddenSize)
            .withHead(HeadOptions.of(head));
    SequenceBlockBuilder block = SequenceBlock.builder(format);
    RandomStream random = new RandomStream(7);
    double[] upTo = upTo();
    for (int row = 0; row < MINIBATCHES * batchSize; row++) {
      block.add(Sequence.ofSymbols(Integer.toString(row), words(random, upTo)));
    }
    OptimizerSpec descent = OptimizerSpec.of(OptimizerKind.SGD);
    return new TrainingStep(spec, Gemm.chosen(), block.build(), batchSize, descent, RATE);
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
      int place = Arrays.binarySearch(upTo, random.nextDouble());
      words[step] = Math.min(WORDS - 1, place < 0 ? -place - 1 : place);
    }
    return words;
  }
}
