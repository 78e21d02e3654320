package org.keepgate.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.head.MetricSink;
import org.keepgate.head.Nobody;
import org.keepgate.math.Gemm;
import org.keepgate.math.RandomStream;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.BatchPlan;
import org.keepgate.sequence.Batcher;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.SegmentBatcher;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceBlockBuilder;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;

@DisplayName("Network: laws of the packed forward and backward pass")
class NetworkTest {
  private static final int SYMBOLS = 11;
  private static final SequenceFormat TEXT = SequenceFormat.languageModel(SYMBOLS);
  private static final int[] LENGTHS = {23, 7, 40, 1, 12};

  /** float32 products of other row counts may round otherwise in the last bits. */
  private static final double ROUNDING = 1e-5;

  @Test
  @DisplayName("segments that carry their state have the loss of the whole sequences")
  void segmentsHaveTheLossOfWholeSequences() {
    NetworkSpec spec = spec(TEXT, "lstm-peephole", 2, 0);
    SequenceShare share = share(texts());
    double whole = forward(spec, share, Batcher.plan(share, 5, 1, 0, 0, false)).loss;
    double segments = forward(spec, share, SegmentBatcher.plan(share, 5, 6, 1, 0, 0, false)).loss;
    assertEquals(whole, segments, ROUNDING * whole);
  }

  @Test
  @DisplayName("the company of other sequences in a minibatch changes no sequence's loss")
  void companyChangesNoLoss() {
    NetworkSpec spec = spec(TEXT, "lstm", 2, 0);
    SequenceShare all = share(texts());
    double together = forward(spec, all, Batcher.plan(all, 5, 1, 0, 0, false)).loss;
    double alone = 0;
    for (Sequence text : texts()) {
      SequenceShare one = share(List.of(text));
      alone += forward(spec, one, Batcher.plan(one, 5, 1, 0, 0, false)).loss;
    }
    assertEquals(alone, together, ROUNDING * alone);
  }

  @Test
  @DisplayName("a gathered symbol does what the product with a one-hot vector does")
  void gatherEqualsOneHotProduct() {
    NetworkSpec symbols = spec(SequenceFormat.symbolTagger(SYMBOLS, 3), "lstm", 1, 0);
    NetworkSpec oneHot = spec(SequenceFormat.tagger(SYMBOLS, 3), "lstm", 1, 0);
    float[] gathered = symbols.initialParameters(4);
    float[] multiplied = new float[gathered.length];
    for (ParameterView view : symbols.layout().views()) {
      ParameterView other = oneHot.layout().view(view.name());
      for (int row = 0; row < view.rows(); row++) {
        for (int column = 0; column < view.columns(); column++) {
          multiplied[other.index(row, column)] = gathered[view.index(row, column)];
        }
      }
    }
    Result bySymbol = run(symbols, share(tagged(true)), gathered, 0);
    Result byProduct = run(oneHot, share(tagged(false)), multiplied, 0);
    assertEquals(byProduct.sums.loss, bySymbol.sums.loss, ROUNDING * byProduct.sums.loss);
    for (ParameterView view : symbols.layout().views()) {
      ParameterView other = oneHot.layout().view(view.name());
      for (int row = 0; row < view.rows(); row++) {
        for (int column = 0; column < view.columns(); column++) {
          float expected = byProduct.gradient[other.index(row, column)];
          assertEquals(expected, bySymbol.gradient[view.index(row, column)], ROUNDING, view.name());
        }
      }
    }
  }

  @Test
  @DisplayName("dropout is decided by its seed, and only in training")
  void dropoutIsDecidedByItsSeed() {
    NetworkSpec spec = spec(TEXT, "lstm", 2, 0.5);
    SequenceShare share = share(texts());
    float[] parameters = spec.initialParameters(4);
    float[] gradient = run(spec, share, parameters, 1).gradient;
    assertArrayEquals(gradient, run(spec, share, parameters, 1).gradient);
    assertFalse(Arrays.equals(gradient, run(spec, share, parameters, 2).gradient));
    double evaluated = forward(spec, share, Batcher.plan(share, 5, 1, 0, 0, false)).loss;
    NetworkSpec without = spec(TEXT, "lstm", 2, 0);
    double expected = forward(without, share, Batcher.plan(share, 5, 1, 0, 0, false)).loss;
    assertEquals(expected, evaluated, ROUNDING * expected);
  }

  @Test
  @DisplayName("dropout keeps its share of the values and their expectation")
  void dropoutKeepsExpectation() {
    NetworkSpec spec = spec(TEXT, "lstm", 1, 0.25);
    SequenceShare share = share(texts());
    double without =
        forward(spec(TEXT, "lstm", 1, 0), share, Batcher.plan(share, 5, 1, 0, 0, false)).loss;
    double sum = 0;
    int draws = 60;
    for (int seed = 0; seed < draws; seed++) {
      sum += run(spec, share, spec.initialParameters(3), seed).sums.loss;
    }
    // near the random start the loss is almost linear in the outputs, so its mean is kept to 1 %
    assertEquals(without, sum / draws, 0.01 * without);
  }

  @Test
  @DisplayName("a steady state of forward and backward allocates next to nothing")
  void steadyStateAllocatesNothing() {
    NetworkSpec spec = spec(TEXT, "lstm-peephole", 2, 0.2);
    SequenceShare share = share(texts());
    BatchPlan plan = SegmentBatcher.plan(share, 5, 6, 1, 0, 0, false);
    Minibatch batch = new Minibatch(TEXT, plan.maxRows(), plan.maxSteps());
    float[] parameters = spec.initialParameters(1);
    float[] gradient = new float[parameters.length];
    float[] carried = new float[spec.carriedSize(plan.maxRows())];
    Sums sums = new Sums();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Network network = network(spec, plan)) {
      long allocated = 0;
      for (int pass = 0; pass < 200; pass++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int index = 0; index < plan.minibatches(); index++) {
          plan.fill(index, batch);
          network.setParameters(parameters);
          network.forward(batch, carried, true, 9, sums);
          network.backward(batch, gradient);
        }
        allocated = threads.getCurrentThreadAllocatedBytes() - before;
      }
      // a segment has up to 30 packed rows in two layers: one object a step would be thousands of
      // bytes
      assertTrue(allocated <= 1000L * plan.minibatches(), allocated + " bytes in the last pass");
    }
  }

  @Test
  @DisplayName("the gradient of sequences side by side is the mean of those of each alone")
  void gradientsOfSequencesAreAveraged() {
    NetworkSpec spec = spec(TEXT, "lstm", 2, 0);
    float[] parameters = spec.initialParameters(3);
    for (List<Sequence> together : List.of(texts(), textsOfOneLength())) {
      double[] mean = new double[parameters.length];
      int targets = 0;
      for (Sequence text : together) {
        Result alone = run(spec, share(List.of(text)), parameters, 0);
        for (int j = 0; j < mean.length; j++) {
          mean[j] += (double) alone.sums.targets * alone.gradient[j];
        }
        targets += alone.sums.targets;
      }
      float[] gradient = run(spec, share(together), parameters, 0).gradient;
      for (int j = 0; j < mean.length; j++) {
        assertEquals(mean[j] / targets, gradient[j], ROUNDING, "parameter " + j);
      }
    }
  }

  @Test
  @DisplayName(
      "a pass that is not of training has the same outputs, scored or not, and no way back")
  void passWithoutTraining() {
    NetworkSpec spec = spec(TEXT, "lstm", 2, 0);
    SequenceShare share = share(texts());
    BatchPlan plan = Batcher.plan(share, share.count(), 1, 0, 0, false);
    Minibatch batch = new Minibatch(spec.format(), plan.maxRows(), plan.maxSteps());
    plan.fill(0, batch);
    float[] carried = new float[spec.carriedSize(plan.maxRows())];
    float[][] outputs = new float[3][batch.totalRows() * spec.outputWidth()];
    try (Network network = network(spec, plan)) {
      network.setParameters(spec.initialParameters(3));
      network.forward(batch, carried, true, 0, new Sums());
      copyOutputs(network, batch, outputs[0]);
      network.forward(batch, carried, false, 0, new Sums());
      copyOutputs(network, batch, outputs[1]);
      network.forward(batch, carried, false, 0, Nobody.LISTENS);
      copyOutputs(network, batch, outputs[2]);
      float[] gradient = new float[spec.layout().size()];
      assertThrows(IllegalStateException.class, () -> network.backward(batch, gradient));
    }
    assertArrayEquals(outputs[0], outputs[1]);
    assertArrayEquals(outputs[0], outputs[2]);
  }

  private static void copyOutputs(Network network, Minibatch batch, float[] into) {
    float[] row = new float[network.outputWidth()];
    for (int n = 0; n < batch.totalRows(); n++) {
      network.outputs(n, row);
      System.arraycopy(row, 0, into, n * row.length, row.length);
    }
  }

  @Test
  @DisplayName("an array of another length than the layout's is refused")
  void wrongLengthIsRefused() {
    NetworkSpec spec = spec(TEXT, "lstm", 1, 0);
    try (Network network = new Network(spec, Gemm.chosen(), 1, 1)) {
      Exception refusal =
          assertThrows(IllegalArgumentException.class, () -> network.setParameters(new float[3]));
      assertTrue(refusal.toString().contains("got 3"), refusal.toString());
    }
  }

  @Test
  @DisplayName("a NaN among the parameters shows in the loss")
  void nanShowsInTheLoss() {
    NetworkSpec spec = spec(TEXT, "lstm", 1, 0);
    float[] parameters = spec.initialParameters(1);
    parameters[spec.layout().view("layers.0.forward.recurrentWeights").offset() + 5] = Float.NaN;
    assertTrue(Double.isNaN(run(spec, share(texts()), parameters, 0).sums.loss));
  }

  private static final class Result {
    private final Sums sums;
    private final float[] gradient;

    Result(Sums sums, float[] gradient) {
      this.sums = sums;
      this.gradient = gradient;
    }
  }

  private static final class Sums implements MetricSink {
    private double loss;
    private int targets;

    @Override
    public void addClass(int target, int predicted, double value) {
      loss += value;
      targets++;
    }

    @Override
    public void addValues(float[] target, float[] prediction, int outputs, double value) {
      loss += value;
    }
  }

  private static Result run(
      NetworkSpec spec, SequenceShare share, float[] parameters, long dropoutSeed) {
    BatchPlan plan = Batcher.plan(share, share.count(), 1, 0, 0, false);
    Minibatch batch = new Minibatch(spec.format(), plan.maxRows(), plan.maxSteps());
    plan.fill(0, batch);
    try (Network network = network(spec, plan)) {
      Sums sums = new Sums();
      network.setParameters(parameters);
      network.forward(batch, new float[spec.carriedSize(plan.maxRows())], true, dropoutSeed, sums);
      float[] gradient = new float[parameters.length];
      network.backward(batch, gradient);
      return new Result(sums, gradient);
    }
  }

  private static Sums forward(NetworkSpec spec, SequenceShare share, BatchPlan plan) {
    Minibatch batch = new Minibatch(share.format(), plan.maxRows(), plan.maxSteps());
    float[] carried = new float[spec.carriedSize(plan.maxRows())];
    Sums sums = new Sums();
    try (Network network = network(spec, plan)) {
      network.setParameters(spec.initialParameters(3));
      for (int index = 0; index < plan.minibatches(); index++) {
        plan.fill(index, batch);
        network.forward(batch, carried, false, 0, sums);
      }
    }
    return sums;
  }

  private static Network network(NetworkSpec spec, BatchPlan plan) {
    return new Network(spec, Gemm.chosen(), plan.maxRows(), Math.toIntExact(plan.maxTotalRows()));
  }

  private static NetworkSpec spec(SequenceFormat format, String cell, int layers, double dropout) {
    return NetworkSpec.of(format, cell, 20).withLayers(layers).withDropout(dropout);
  }

  private static List<Sequence> texts() {
    return texts(LENGTHS);
  }

  private static List<Sequence> textsOfOneLength() {
    return texts(9, 9, 9);
  }

  private static List<Sequence> texts(int... lengths) {
    RandomStream random = new RandomStream(8);
    return Arrays.stream(lengths)
        .mapToObj(length -> Sequence.ofSymbols("text of " + length, symbols(random, length + 1)))
        .toList();
  }

  private static List<Sequence> tagged(boolean bySymbol) {
    RandomStream random = new RandomStream(8);
    return Arrays.stream(LENGTHS)
        .mapToObj(
            length -> {
              int[] symbols = symbols(random, length);
              Sequence input =
                  bySymbol
                      ? Sequence.ofSymbols("sequence", symbols)
                      : Sequence.ofFeatures("sequence", oneHot(symbols), SYMBOLS);
              return input.withClasses(Arrays.stream(symbols).map(s -> s % 3).toArray());
            })
        .toList();
  }

  private static int[] symbols(RandomStream random, int count) {
    int[] symbols = new int[count];
    for (int n = 0; n < count; n++) {
      symbols[n] = random.nextInt(SYMBOLS);
    }
    return symbols;
  }

  private static float[] oneHot(int[] symbols) {
    float[] features = new float[symbols.length * SYMBOLS];
    for (int n = 0; n < symbols.length; n++) {
      features[n * SYMBOLS + symbols[n]] = 1;
    }
    return features;
  }

  private static SequenceShare share(List<Sequence> sequences) {
    SequenceFormat format =
        sequences.get(0).key().startsWith("text")
            ? TEXT
            : sequences.get(0).symbols() != null
                ? SequenceFormat.symbolTagger(SYMBOLS, 3)
                : SequenceFormat.tagger(SYMBOLS, 3);
    SequenceBlockBuilder builder = SequenceBlock.builder(format);
    sequences.forEach(builder::add);
    return new SequenceShare(format, List.of(builder.build()));
  }
}
