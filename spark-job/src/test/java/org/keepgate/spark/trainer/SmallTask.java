package org.keepgate.spark.trainer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.keepgate.averaging.AveragingState;
import org.keepgate.averaging.WorkerOptimizers;
import org.keepgate.network.NetworkSpec;
import org.keepgate.optimizer.OptimizerState;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;
import org.keepgate.spark.dataset.SequencePartitioner;
import org.keepgate.training.RoundEntry;
import org.keepgate.training.TrainingControls;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.TrainingResult;
import org.keepgate.training.TrainingState;

/** Something small to train: rows of unequal length with a class, or texts; and its bits. */
final class SmallTask {
  static final SequenceFormat TABLE = SequenceFormat.classifier(3, 4);
  static final SequenceFormat TEXT = SequenceFormat.languageModel(12);

  private SmallTask() {}

  /** Written from a seed; no two are equal. */
  static List<Sequence> rows(int count, long seed) {
    Random random = new Random(seed);
    List<Sequence> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] features = new float[3 * (1 + random.nextInt(12))];
      for (int k = 0; k < features.length; k++) {
        features[k] = (float) random.nextGaussian();
      }
      rows.add(Sequence.ofFeatures("row " + i, features, 3).withClasses(random.nextInt(4)));
    }
    return rows;
  }

  static List<Sequence> texts(int count, long seed) {
    Random random = new Random(seed);
    List<Sequence> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] symbols = random.ints(10 + random.nextInt(60), 1, 12).toArray();
      symbols[0] = 0;
      texts.add(Sequence.ofSymbols("text" + i + ".txt", symbols));
    }
    return texts;
  }

  /** With dropout, so that its seeds count. */
  static NetworkSpec network(SequenceFormat format) {
    return NetworkSpec.of(format, "lstm", 8).withLayers(2).withDropout(0.2);
  }

  /** Several rounds an epoch, so that state is carried and workers run dry. */
  static TrainingOptions options(int numWorkers) {
    return TrainingOptions.defaults()
        .withMaxIter(2)
        .withBatchSize(8)
        .withAveragingInterval(2)
        .withNumWorkers(numWorkers)
        .withSeed(5);
  }

  static JavaRDD<SequenceBlock> deal(
      JavaSparkContext spark, List<Sequence> sequences, SequenceFormat format, int numWorkers) {
    return SequencePartitioner.deal(spark.parallelize(sequences, 3), format, numWorkers);
  }

  static TrainingResult train(
      NetworkSpec spec,
      TrainingOptions options,
      JavaRDD<SequenceBlock> training,
      JavaRDD<SequenceBlock> validation) {
    DistributedTrainer trainer = new DistributedTrainer(spec, options, training, validation);
    return train(trainer, trainer.start());
  }

  /** To the end, where the states that workers keep are brought here while there are any. */
  static TrainingResult train(DistributedTrainer trainer, TrainingState start) {
    TrainingState[] last = {start};
    TrainingControls controls =
        new TrainingControls(
            state -> {
              last[0] = here(state);
              return "memory";
            },
            0);
    TrainingResult result = trainer.train(start, List.of(), controls);
    return new TrainingResult(
        result.parameters(),
        last[0],
        result.stopReason(),
        result.bestRound(),
        result.validation(),
        result.repeat(),
        result.fingerprint());
  }

  private static TrainingState here(TrainingState state) {
    AveragingState averaging = state.averaging();
    List<OptimizerState> kept = new ArrayList<>();
    for (int worker = 0; worker < averaging.optimizers().size(); worker++) {
      kept.add(averaging.optimizers().get(worker));
    }
    return new TrainingState(
        state.parameters(),
        state.optimizer(),
        new AveragingState(
            averaging.blockUpdate(),
            averaging.virtualSteps(),
            averaging.learningRate(),
            WorkerOptimizers.here(kept)),
        state.round(),
        state.epoch(),
        state.nextMinibatch(),
        state.carriedByWorker(),
        state.plateau(),
        state.earlyStopping(),
        state.history());
  }

  static SequenceShare share(SequenceFormat format, JavaRDD<SequenceBlock> only) {
    return new SequenceShare(format, only.collect());
  }

  /**
   * All that must repeat: parameters, states of optimizer and averaging, and history but for the
   * clock.
   */
  static List<Object> bits(TrainingResult result) {
    List<Object> bits = new ArrayList<>();
    bits.add(bits(result.parameters()));
    bits.add(result.state().optimizer().step());
    for (float[] vector : result.state().optimizer().vectors()) {
      bits.add(bits(vector));
    }
    AveragingState averaging = result.state().averaging();
    bits.add(bits(averaging.blockUpdate()));
    bits.add(averaging.virtualSteps());
    bits.add(averaging.learningRate());
    for (int worker = 0; worker < averaging.optimizers().size(); worker++) {
      OptimizerState own = averaging.optimizers().get(worker);
      bits.add(own.step());
      for (float[] vector : own.vectors()) {
        bits.add(bits(vector));
      }
    }
    for (RoundEntry round : result.history().rounds()) {
      bits.add(
          List.of(
              round.round(),
              round.epoch(),
              round.trainLoss(),
              round.targets(),
              round.learningRate(),
              round.gradientNorm(),
              round.validation()));
    }
    bits.add(result.fingerprint());
    return bits;
  }

  static List<Integer> bits(float[] values) {
    Integer[] bits = new Integer[values.length];
    Arrays.setAll(bits, i -> Float.floatToIntBits(values[i]));
    return List.of(bits);
  }
}
