package org.keepgate.spark.job;

import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import org.keepgate.averaging.AveragingSpec;
import org.keepgate.math.Gemm;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.spark.dataset.Count;
import org.keepgate.spark.trainer.TrainingData;
import org.keepgate.training.Regime;
import org.keepgate.training.ShareSummary;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.setting.Task;

/** What is about to be trained, said before the first round. */
final class TrainingPlan {

  private TrainingPlan() {}

  /** The plan in a few lines. */
  static String of(
      Task task,
      Workload workload,
      String input,
      TrainingData data,
      NetworkSpec spec,
      TrainingOptions options,
      List<ShareSummary> shares) {
    StringBuilder plan = new StringBuilder();
    add(plan, task.key(), input);
    add(plan, "", data.source().description());
    add(plan, "training", training(shares, workload));
    add(plan, "validation", part(data.validation(), workload));
    if (data.test() != null) {
      add(plan, "test", part(data.test(), workload));
    }
    add(plan, "network", network(spec));
    add(
        plan,
        "workers",
        data.workers().value()
            + " ("
            + data.workers().reason()
            + "); --set numWorkers="
            + data.workers().value()
            + " repeats it");
    add(plan, "optimizer", optimizer(options));
    add(plan, "products", options.products(Gemm.chosen()).fingerprint());
    return plan.toString().stripTrailing();
  }

  private static void add(StringBuilder plan, String name, String words) {
    plan.append(String.format("%-15s %s%n", name, words));
  }

  private static String training(List<ShareSummary> shares, Workload workload) {
    long targets = shares.stream().mapToLong(ShareSummary::targets).sum();
    long sequences = shares.stream().mapToLong(ShareSummary::sequences).sum();
    long steps = shares.stream().mapToLong(ShareSummary::steps).sum();
    return words(new TrainingData.Size(sequences, steps, targets), workload);
  }

  private static String part(@Nullable JavaRDD<SequenceBlock> part, Workload workload) {
    return part == null ? "none" : words(TrainingData.size(part), workload);
  }

  private static String words(TrainingData.Size size, Workload workload) {
    return Figures.count(size.targets())
        + " "
        + workload.targets()
        + " as targets, "
        + Count.of(size.steps(), "step")
        + " in "
        + Count.of(size.sequences(), "sequence");
  }

  static String network(NetworkSpec spec) {
    long parameters = spec.layout().parameterCount();
    return String.format(
        Locale.ROOT,
        "%s, %d × %d units%s, %d %s in, %d out: %s parameters (%s)",
        spec.cell().name(),
        spec.stack().numLayers(),
        spec.cell().hiddenSize(),
        spec.embeddingSize() > 0 ? ", embedding of " + spec.embeddingSize() : "",
        spec.format().inputSize(),
        spec.format().symbols() ? "symbols" : "features",
        spec.format().outputSize(),
        Figures.count(parameters),
        Figures.bytes(4L * parameters));
  }

  static String optimizer(TrainingOptions options) {
    String length =
        options.maxRounds() > 0 ? options.maxRounds() + " rounds" : options.maxIter() + " epochs";
    return String.format(
        Locale.ROOT,
        "%s, step size %s (%s), batches of %d, %s; %s, %s",
        options.optimizer().kind().key(),
        options.schedule().stepSize(),
        options.schedule().kind().key(),
        options.batchSize(),
        gradients(options),
        length,
        averaging(options.averaging()));
  }

  private static String averaging(AveragingSpec averaging) {
    if (averaging.averagesGradients()) {
      return "gradients averaged every minibatch";
    }
    String last =
        averaging.interval() == 0
            ? "averaged once an epoch"
            : "averaged every " + averaging.interval() + " minibatches";
    String schedule =
        switch (averaging.intervalSchedule()) {
          case CONSTANT -> last;
          case GROWING -> last + ", more often before epoch " + (averaging.scheduleEpochs() + 1);
          case POST_LOCAL ->
              last + ", every minibatch before epoch " + (averaging.scheduleEpochs() + 1);
        };
    return averaging.kind().hasMomentum()
        ? String.format(
            Locale.ROOT,
            "%s, %s of %.4g at rate %.4g",
            schedule,
            averaging.kind().key(),
            averaging.blockMomentum(),
            averaging.blockLearningRate())
        : schedule;
  }

  private static String gradients(TrainingOptions options) {
    if (options.regime() == Regime.ONLINE) {
      return "online, a step at every target";
    }
    return options.segmentLength() == 0
        ? "full BPTT"
        : "truncated BPTT of " + options.segmentLength() + " steps";
  }
}
