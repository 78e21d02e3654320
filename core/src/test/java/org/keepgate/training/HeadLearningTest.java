package org.keepgate.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.evaluation.Evaluation;
import org.keepgate.evaluation.Evaluator;
import org.keepgate.evaluation.Inference;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.head.CtcDecoder;
import org.keepgate.head.HeadKind;
import org.keepgate.head.HeadOptions;
import org.keepgate.math.RandomStream;
import org.keepgate.network.NetworkSpec;
import org.keepgate.network.ValueSampler;
import org.keepgate.optimizer.ScheduleKind;
import org.keepgate.optimizer.ScheduleSpec;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;

@DisplayName("Heads learn what they are for")
class HeadLearningTest {
  private static final int LABELS = 3;
  private static final SequenceFormat STROKES = SequenceFormat.transcriber(LABELS, LABELS);
  private static final SequenceFormat SERIES = SequenceFormat.forecaster(1, 1, Readout.EVERY_STEP);

  @Test
  @DisplayName("CTC learns a toy alignment: labels in unseen sequences, never told where they are")
  void alignment() {
    NetworkSpec spec = NetworkSpec.of(STROKES, "lstm", 12);
    SequenceShare unseen = TinyTasks.share(STROKES, strokes(100, 2));
    float[] parameters = train(spec, strokes(200, 1), 20, 0.02);
    Evaluation untrained = evaluate(spec, spec.initialParameters(1), unseen);
    Evaluation trained = evaluate(spec, parameters, unseen);
    assertTrue(untrained.labelErrorRate() > 0.6, "untrained: " + untrained.metrics());
    assertTrue(trained.labelErrorRate() < 0.05, "trained: " + trained.metrics());
    double beam = beamErrors(spec, parameters, unseen);
    assertTrue(beam < 0.05, "beam: " + beam);
  }

  @Test
  @DisplayName("a mixture density recovers the mixture that the values were drawn from")
  void mixture() {
    HeadOptions head = HeadOptions.of(HeadKind.MIXTURE_DENSITY).withMixtures(2);
    NetworkSpec spec = NetworkSpec.of(SERIES, "lstm", 6).withHead(head);
    float[] parameters = train(spec, mixtures(100, 3), 20, 0.02);
    for (float sign : new float[] {-1, 1}) { // the values of a step have the sign of its input
      try (ValueSampler sampler = new ValueSampler(spec, parameters, TinyTasks.GEMM)) {
        for (int t = 0; t < 10; t++) {
          sampler.read(new float[] {t % 2 == 0 ? -sign : sign});
        }
        float[] density = sampler.outputs();
        int likely = density[0] > density[1] ? 0 : 1;
        assertEquals(0.7, density[likely], 0.05);
        assertEquals(sign * 2, density[2 + likely], 0.15);
        assertEquals(0.5, density[4 + likely], 0.1);
        assertEquals(sign * -1, density[3 - likely], 0.15);
        assertEquals(0.2, density[5 - likely], 0.07);
        float[] drawn = new float[1];
        double sum = 0;
        RandomStream random = new RandomStream(1);
        for (int k = 0; k < 4000; k++) {
          sampler.draw(0, random, drawn);
          sum += drawn[0];
        }
        assertEquals(sign * (0.7 * 2 - 0.3), sum / 4000, 0.2);
      }
    }
    Evaluation trained = evaluate(spec, parameters, TinyTasks.share(SERIES, mixtures(100, 4)));
    // the entropy of the mixture, whose parts hardly overlap
    double entropy =
        0.7 * Math.log(0.5 / 0.7) + 0.3 * Math.log(0.2 / 0.3) + Math.log(2 * Math.PI * Math.E) / 2;
    assertEquals(entropy, trained.negativeLogLikelihood(), 0.05);
  }

  @Test
  @DisplayName("a class-factored softmax learns texts as the plain one does")
  void factored() {
    NetworkSpec plain = TinyTasks.network(TinyTasks.TEXTS, 16, 0);
    HeadOptions head =
        HeadOptions.of(HeadKind.CLASS_FACTORED_SOFTMAX).withSymbolClasses(List.of(0, 1, 4));
    SequenceShare unseen = TinyTasks.share(TinyTasks.TEXTS, TinyTasks.texts(40, 6));
    List<Sequence> texts = TinyTasks.texts(80, 5);
    double expected = evaluate(plain, train(plain, texts, 30, 0.02), unseen).meanLoss();
    NetworkSpec spec = plain.withHead(head);
    Evaluation factored = evaluate(spec, train(spec, texts, 30, 0.02), unseen);
    assertTrue(expected < 1.2, "plain: " + expected); // guessing: ln 6
    assertEquals(expected, factored.meanLoss(), 0.1);
    assertTrue(factored.accuracy() > 0.7, "accuracy: " + factored.accuracy());
  }

  private static float[] train(NetworkSpec spec, List<Sequence> data, int epochs, double rate) {
    TrainingOptions options =
        TrainingOptions.defaults()
            .withMaxIter(epochs)
            .withBatchSize(10)
            .withSchedule(ScheduleSpec.of(ScheduleKind.CONSTANT, rate));
    return new LocalTrainer(spec, options, TinyTasks.GEMM)
        .train(TinyTasks.share(spec.format(), data), null, List.of())
        .parameters();
  }

  private static Evaluation evaluate(NetworkSpec spec, float[] parameters, SequenceShare share) {
    return Evaluation.of(Evaluator.evaluate(spec, parameters, share, 20, 0, TinyTasks.GEMM));
  }

  /** Share of the sequences in which the prefix beam's labels are not the true ones. */
  private static double beamErrors(NetworkSpec spec, float[] parameters, SequenceShare share) {
    int[] wrong = {0};
    MetricSums unused = new MetricSums(spec.format().targetKind(), LABELS);
    try (Inference inference = new Inference(spec, parameters, 1, 0, TinyTasks.GEMM)) {
      inference.run(
          share,
          unused,
          (network, batch, before) -> {
            int width = network.outputWidth();
            float[] rows = new float[batch.steps() * width];
            float[] row = new float[width];
            for (int t = 0; t < batch.steps(); t++) {
              network.outputs(batch.firstRow(t), row);
              System.arraycopy(row, 0, rows, t * width, width);
            }
            List<Integer> expected = new ArrayList<>();
            for (int k = 0; k < batch.labelCount(0); k++) {
              expected.add(batch.labels()[batch.firstLabel(0) + k]);
            }
            CtcDecoder.Decoding beam = CtcDecoder.prefixBeam(rows, batch.steps(), width, 8);
            wrong[0] += beam.labels().equals(expected) ? 0 : 1;
          });
    }
    return (double) wrong[0] / share.count();
  }

  /** Noisy strokes of two to four steps, one input each kind, with pauses of one to three. */
  private static List<Sequence> strokes(int count, long seed) {
    RandomStream random = new RandomStream(seed);
    List<Sequence> sequences = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] labels = new int[2 + random.nextInt(4)];
      List<Integer> steps = new ArrayList<>();
      for (int k = 0; k < labels.length; k++) {
        labels[k] = 1 + random.nextInt(LABELS);
        for (int t = 1 + random.nextInt(3); t > 0; t--) {
          steps.add(0);
        }
        for (int t = 2 + random.nextInt(3); t > 0; t--) {
          steps.add(labels[k]);
        }
      }
      float[] features = new float[steps.size() * LABELS];
      for (int n = 0; n < features.length; n++) {
        boolean on = steps.get(n / LABELS) == n % LABELS + 1;
        features[n] = (float) ((on ? 1 : 0) + 0.1 * random.nextGaussian());
      }
      sequences.add(
          Sequence.ofFeatures("strokes " + i, features, LABELS).withLabelSequence(labels));
    }
    return sequences;
  }

  /** At each step s (2 + 0.5 n) with probability 0.7, else s (−1 + 0.2 n); s = ±1 is the input. */
  private static List<Sequence> mixtures(int count, long seed) {
    RandomStream random = new RandomStream(seed);
    List<Sequence> sequences = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] signs = new float[40];
      float[] values = new float[signs.length];
      for (int t = 0; t < signs.length; t++) {
        signs[t] = random.nextInt(2) * 2 - 1;
        double value =
            random.nextDouble() < 0.7
                ? 2 + 0.5 * random.nextGaussian()
                : -1 + 0.2 * random.nextGaussian();
        values[t] = (float) (signs[t] * value);
      }
      sequences.add(Sequence.ofFeatures("mixture " + i, signs, 1).withValues(values));
    }
    return sequences;
  }
}
