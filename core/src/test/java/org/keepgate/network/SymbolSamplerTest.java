package org.keepgate.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.head.MetricSink;
import org.keepgate.math.Gemm;
import org.keepgate.math.RandomStream;
import org.keepgate.sequence.BatchPlan;
import org.keepgate.sequence.Batcher;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;

@DisplayName("Symbol sampler: a text, symbol by symbol")
class SymbolSamplerTest {
  private static final int[] TEXT = {0, 3, 1, 4, 1, 2, 0};
  private static final NetworkSpec SPEC =
      NetworkSpec.of(SequenceFormat.languageModel(5), "lstm-peephole", 7)
          .withLayers(2)
          .withDropout(0.3);

  private final Gemm gemm = Gemm.named("java");
  private final float[] parameters = scaled(SPEC.initialParameters(11));

  /** Far from uniform, so that a wrong step shows. */
  private static float[] scaled(float[] parameters) {
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] *= 3;
    }
    return parameters;
  }

  @Test
  @DisplayName("its probabilities are those of the network over the whole text at once")
  void agreesWithTheNetwork() {
    SequenceFormat format = SPEC.format();
    SequenceBlock block =
        SequenceBlock.builder(format).add(Sequence.ofSymbols("text", TEXT)).build();
    SequenceShare share = new SequenceShare(format, List.of(block));
    BatchPlan plan = Batcher.plan(share, 1, 0, 0, 0, false);
    Minibatch batch = new Minibatch(format, 1, plan.maxSteps());
    plan.fill(0, batch);
    float[] expected = new float[5];
    try (Network network = new Network(SPEC, gemm, 1, TEXT.length);
        SymbolSampler sampler = new SymbolSampler(SPEC, parameters, gemm)) {
      network.setParameters(parameters);
      network.forward(batch, new float[SPEC.carriedSize(1)], false, 0, new Deaf());
      for (int step = 0; step < TEXT.length - 1; step++) {
        sampler.read(TEXT[step]);
        network.outputs(step, expected);
        assertArrayEquals(expected, sampler.probabilities(), 1e-6f);
      }
    }
  }

  @Test
  @DisplayName("draws have the frequencies of the tempered distribution")
  void frequencies() {
    int draws = 20_000;
    double temperature = 0.5;
    int[] counts = new int[5];
    RandomStream random = new RandomStream(3);
    try (SymbolSampler sampler = new SymbolSampler(SPEC, parameters, gemm)) {
      sampler.read(0);
      double sum = 0;
      for (float p : sampler.probabilities()) {
        sum += (double) p * p; // 1 / temperature = 2
      }
      for (int i = 0; i < draws; i++) {
        counts[sampler.draw(temperature, -1, random)]++;
      }
      for (int i = 0; i < 5; i++) {
        double expected = sampler.probabilities()[i] * sampler.probabilities()[i] / sum;
        double error = 4 * Math.sqrt(expected * (1 - expected) / draws); // four deviations
        assertEquals(expected, (double) counts[i] / draws, error, "symbol " + i);
      }
    }
  }

  @Test
  @DisplayName("temperature 0 is the most probable symbol; a forbidden one is never drawn")
  void greedyAndNever() {
    try (SymbolSampler sampler = new SymbolSampler(SPEC, parameters, gemm)) {
      sampler.read(0);
      int best = sampler.draw(0, -1, new RandomStream(1));
      for (float p : sampler.probabilities()) {
        assertTrue(sampler.probabilities()[best] >= p);
      }
      RandomStream random = new RandomStream(2);
      for (int i = 0; i < 200; i++) {
        assertNotEquals(best, sampler.draw(1, best, random));
      }
      assertNotEquals(best, sampler.draw(0, best, random));
    }
  }

  @Test
  @DisplayName("nothing read, or a network of another kind, is refused")
  void refused() {
    try (SymbolSampler sampler = new SymbolSampler(SPEC, parameters, gemm)) {
      assertThrows(IllegalStateException.class, () -> sampler.draw(1, -1, new RandomStream(1)));
    }
    NetworkSpec classifier = NetworkSpec.of(SequenceFormat.classifier(2, 3), "lstm", 4);
    float[] others = classifier.initialParameters(1);
    assertThrows(IllegalArgumentException.class, () -> new SymbolSampler(classifier, others, gemm));
  }

  private static final class Deaf implements MetricSink {
    @Override
    public void addClass(int target, int predicted, double loss) {}

    @Override
    public void addValues(float[] target, float[] prediction, int outputs, double loss) {}
  }
}
