package org.keepgate.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.evaluation.Evaluation;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.network.Network;
import org.keepgate.network.NetworkSpec;
import org.keepgate.optimizer.GradientClipping;
import org.keepgate.optimizer.Optimizer;
import org.keepgate.optimizer.OptimizerKind;
import org.keepgate.optimizer.OptimizerSpec;
import org.keepgate.optimizer.OptimizerState;
import org.keepgate.optimizer.ScheduleKind;
import org.keepgate.optimizer.ScheduleSpec;
import org.keepgate.sequence.BatchPlan;
import org.keepgate.sequence.Batcher;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;

@DisplayName("Laws of training")
class TrainingLawsTest {
  private static final NetworkSpec TAGGER = TinyTasks.network(TinyTasks.TAGS, 5, 0);
  private static final List<Sequence> TAGGED = TinyTasks.tags(14, 1);
  private static final TrainingOptions OPTIONS =
      TrainingOptions.defaults()
          .withMaxIter(3)
          .withBatchSize(4)
          .withSchedule(ScheduleSpec.of(ScheduleKind.EXPONENTIAL, 0.01));

  @Test
  @DisplayName("the trainer is the loop that one writes by hand: forward, backward, clip, step")
  void isTheLoopByHand() {
    SequenceShare share = TinyTasks.share(TinyTasks.TAGS, TAGGED);
    float[] parameters = TAGGER.initialParameters(OPTIONS.seed());
    Optimizer adam = OPTIONS.optimizer().create();
    OptimizerState state = OptimizerState.zero(2, parameters.length);
    float[] gradient = new float[parameters.length];
    try (Network network = new Network(TAGGER, TinyTasks.GEMM, 4, 4 * 13)) {
      for (int epoch = 0; epoch < 3; epoch++) {
        BatchPlan plan = Batcher.plan(share, 4, OPTIONS.seed(), epoch, 0, true);
        Minibatch batch = new Minibatch(TinyTasks.TAGS, 4, 13);
        for (int index = 0; index < plan.minibatches(); index++) {
          plan.fill(index, batch);
          network.setParameters(parameters);
          MetricSums sums = new MetricSums(TinyTasks.TAGS.targetKind(), 3);
          network.forward(batch, new float[TAGGER.carriedSize(4)], true, 0, sums);
          network.backward(batch, gradient);
          OPTIONS.clipping().clip(gradient);
          double epochs = epoch + (double) index / plan.minibatches();
          adam.step(parameters, gradient, state, OPTIONS.schedule().create(3).rate(epochs));
        }
      }
    }
    TrainingResult result = train(TAGGER, OPTIONS, share);
    assertArrayEquals(TinyTasks.bits(parameters), TinyTasks.bits(result.parameters()));
    assertArrayEquals(state.vectors(), result.state().optimizer().vectors());
    assertEquals(state.step(), result.state().optimizer().step());
  }

  @Test
  @DisplayName("the same seed gives the same bits, another seed others")
  void sameSeedSameBits() {
    NetworkSpec spec = TinyTasks.network(TinyTasks.TEXTS, 6, 0.3);
    TrainingOptions options = OPTIONS.withSegmentLength(7);
    SequenceShare share = TinyTasks.share(TinyTasks.TEXTS, TinyTasks.texts(6, 2));
    float[] first = train(spec, options, share).parameters();
    assertArrayEquals(
        TinyTasks.bits(first), TinyTasks.bits(train(spec, options, share).parameters()));
    assertFalse(Arrays.equals(first, train(spec, options.withSeed(2), share).parameters()));
  }

  @Test
  @DisplayName("one worker, averaged after every minibatch, equals one that is never averaged")
  void averagingOneWorkerChangesNothing() {
    NetworkSpec spec = TinyTasks.network(TinyTasks.TEXTS, 6, 0.3);
    TrainingOptions options = OPTIONS.withSegmentLength(7);
    SequenceShare share = TinyTasks.share(TinyTasks.TEXTS, TinyTasks.texts(6, 2));
    TrainingResult whole = train(spec, options, share);
    TrainingResult averaged = train(spec, options.withAveragingInterval(1), share);
    assertArrayEquals(TinyTasks.bits(whole.parameters()), TinyTasks.bits(averaged.parameters()));
    assertArrayEquals(whole.state().optimizer().vectors(), averaged.state().optimizer().vectors());
    assertTrue(averaged.history().rounds().size() > 3 * whole.history().rounds().size());
    assertEquals(
        whole.history().epochs().get(2).trainLoss(),
        averaged.history().epochs().get(2).trainLoss(),
        1e-12);
  }

  @Test
  @DisplayName("a worker with an empty share changes no bit")
  void emptyShareChangesNothing() {
    SequenceShare share = TinyTasks.share(TinyTasks.TAGS, TAGGED);
    SequenceShare empty = new SequenceShare(TinyTasks.TAGS, List.of());
    TrainingResult alone = train(TAGGER, OPTIONS.withAveragingInterval(2), share);
    TrainingResult both =
        train(TAGGER, OPTIONS.withAveragingInterval(2).withNumWorkers(2), share, empty);
    assertArrayEquals(TinyTasks.bits(alone.parameters()), TinyTasks.bits(both.parameters()));
    assertArrayEquals(alone.state().optimizer().vectors(), both.state().optimizer().vectors());
    assertEquals(alone.state().optimizer().step(), both.state().optimizer().step());
  }

  @Test
  @DisplayName(
      "with plain SGD, averaging two workers after each step is one step on both minibatches")
  void averagedStepIsStepOnTheUnion() {
    TrainingOptions sgd =
        OPTIONS
            .withOptimizer(OptimizerSpec.of(OptimizerKind.SGD))
            .withSchedule(ScheduleSpec.of(ScheduleKind.CONSTANT, 0.5))
            .withClipping(GradientClipping.none())
            .withShuffle(false)
            .withMaxIter(4)
            .withBatchSize(TAGGED.size());
    float[] union = train(TAGGER, sgd, TinyTasks.share(TinyTasks.TAGS, TAGGED)).parameters();
    List<SequenceShare> unequal = // of other sizes, so that only the weights make it right
        List.of(
            TinyTasks.share(TinyTasks.TAGS, TAGGED.subList(0, 3)),
            TinyTasks.share(TinyTasks.TAGS, TAGGED.subList(3, TAGGED.size())));
    float[] averaged =
        train(TAGGER, sgd.withNumWorkers(2), unequal.toArray(SequenceShare[]::new)).parameters();
    assertArrayEquals(union, averaged, 2e-6f); // sums of floats in another order
  }

  @Test
  @DisplayName("full BPTT is truncated BPTT with segments as long as the longest sequence")
  void fullBpttIsOneSegment() {
    for (SequenceFormat format : List.of(TinyTasks.TAGS, TinyTasks.CLASSES)) {
      NetworkSpec spec = TinyTasks.network(format, 5, 0);
      List<Sequence> sequences = format.equals(TinyTasks.TAGS) ? TAGGED : TinyTasks.classes(14, 1);
      SequenceShare share = TinyTasks.share(format, sequences);
      float[] full = train(spec, OPTIONS, share).parameters();
      float[] segments = train(spec, OPTIONS.withSegmentLength(12), share).parameters();
      assertArrayEquals(TinyTasks.bits(full), TinyTasks.bits(segments));
      float[] shorter = train(spec, OPTIONS.withSegmentLength(4), share).parameters();
      assertFalse(Arrays.equals(full, shorter));
    }
  }

  @Test
  @DisplayName("every target is trained once an epoch, whatever the regime and the rounds")
  void everyTargetOnce() {
    SequenceShare texts = TinyTasks.share(TinyTasks.TEXTS, TinyTasks.texts(6, 2));
    NetworkSpec spec = TinyTasks.network(TinyTasks.TEXTS, 4, 0);
    for (TrainingOptions options :
        List.of(OPTIONS, OPTIONS.withSegmentLength(7), OPTIONS.withAveragingInterval(2))) {
      for (EpochEntry epoch : train(spec, options, texts).history().epochs()) {
        assertEquals(texts.targets(), epoch.targets());
      }
    }
    SequenceShare classes = TinyTasks.share(TinyTasks.CLASSES, TinyTasks.classes(14, 1));
    TrainingOptions segments = OPTIONS.withSegmentLength(3);
    TrainingResult result = train(TinyTasks.network(TinyTasks.CLASSES, 4, 0), segments, classes);
    assertEquals(14, result.history().epochs().get(0).targets());
  }

  @Test
  @DisplayName("a tiny set of tagged sequences is learnt by heart")
  void overfitsTags() {
    assertLearns(TinyTasks.TAGS, TinyTasks.tags(6, 7), OPTIONS.withMaxIter(150), 0.05);
  }

  @Test
  @DisplayName("a tiny set of classified sequences is learnt by heart, by truncated BPTT too")
  void overfitsClasses() {
    List<Sequence> sequences = TinyTasks.classes(6, 7);
    assertLearns(TinyTasks.CLASSES, sequences, OPTIONS.withMaxIter(150), 0.05);
    assertLearns(TinyTasks.CLASSES, sequences, OPTIONS.withMaxIter(150).withSegmentLength(6), 0.05);
  }

  @Test
  @DisplayName("a sine is forecast, missing values or not")
  void overfitsSeries() {
    assertLearns(TinyTasks.SERIES, TinyTasks.series(6, 7), OPTIONS.withMaxIter(200), 0.02);
  }

  @Test
  @DisplayName("a text's regularity is learnt, its noise is not")
  void learnsTexts() {
    List<Sequence> texts = TinyTasks.texts(40, 9);
    SequenceShare share = TinyTasks.share(TinyTasks.TEXTS, texts);
    SequenceShare fresh = TinyTasks.share(TinyTasks.TEXTS, TinyTasks.texts(20, 10));
    NetworkSpec spec = TinyTasks.network(TinyTasks.TEXTS, 24, 0);
    TrainingOptions options =
        constantRate(OPTIONS, 0.02).withMaxIter(25).withBatchSize(8).withSegmentLength(16);
    TrainingResult result =
        new LocalTrainer(spec, options, TinyTasks.GEMM).train(share, fresh, List.of());
    MetricSums sums = result.validation();
    if (sums == null) {
      throw new AssertionError("validation data were given");
    }
    double bits = Evaluation.of(sums).bitsPerSymbol();
    // uniform 2.8; the source itself, boundaries aside: 1/8 log 6 + h(1/8 · 5/6) ≈ 0.72
    assertTrue(bits < 1.1, "bits per symbol " + bits);
  }

  @Test
  @DisplayName("nothing to train on is refused, and so is validation that is asked for and missing")
  void refusals() {
    SequenceShare empty = new SequenceShare(TinyTasks.TAGS, List.of());
    assertThrows(IllegalArgumentException.class, () -> train(TAGGER, OPTIONS, empty));
    SequenceShare share = TinyTasks.share(TinyTasks.TAGS, TAGGED);
    TrainingOptions stopping = OPTIONS.withEarlyStopping(new EarlyStoppingSpec(1, 0));
    assertThrows(IllegalArgumentException.class, () -> train(TAGGER, stopping, share));
    TrainingOptions plateau = OPTIONS.withSchedule(ScheduleSpec.of(ScheduleKind.PLATEAU, 0.1));
    assertThrows(IllegalArgumentException.class, () -> train(TAGGER, plateau, share));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LocalTrainer(TAGGER, OPTIONS.withNumWorkers(2), TinyTasks.GEMM));
  }

  private static void assertLearns(
      SequenceFormat format, List<Sequence> sequences, TrainingOptions options, double loss) {
    NetworkSpec spec = TinyTasks.network(format, 16, 0);
    SequenceShare share = TinyTasks.share(format, sequences);
    TrainingResult result =
        new LocalTrainer(spec, constantRate(options, 0.02), TinyTasks.GEMM)
            .train(share, share, List.of());
    MetricSums sums = result.validation();
    if (sums == null) {
      throw new AssertionError("validation data were given");
    }
    double first = result.history().rounds().get(0).trainLoss();
    assertTrue(sums.meanLoss() < loss, "loss fell from " + first + " to " + sums.meanLoss());
  }

  private static TrainingOptions constantRate(TrainingOptions options, double rate) {
    return options.withSchedule(ScheduleSpec.of(ScheduleKind.CONSTANT, rate));
  }

  private static TrainingResult train(
      NetworkSpec spec, TrainingOptions options, SequenceShare... shares) {
    TrainingState start = TrainingState.start(spec.initialParameters(options.seed()), options);
    try (LocalBackend backend =
        new LocalBackend(spec, options, TinyTasks.GEMM, List.of(shares), List.of())) {
      return new TrainingLoop(options).run(start, backend, List.of(), TrainingControls.none());
    }
  }
}
