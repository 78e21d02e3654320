package org.keepgate.spark.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import org.keepgate.averaging.AveragingSpec;
import org.keepgate.math.Gemm;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceShare;
import org.keepgate.spark.dataset.AllSettings;
import org.keepgate.spark.dataset.Count;
import org.keepgate.spark.dataset.TaskFailure;
import org.keepgate.spark.trainer.ClassWeights;
import org.keepgate.spark.trainer.CostModel;
import org.keepgate.spark.trainer.DistributedTrainer;
import org.keepgate.spark.trainer.MinibatchTime;
import org.keepgate.spark.trainer.RoundConstants;
import org.keepgate.spark.trainer.TrainingData;
import org.keepgate.training.ShareSummary;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.setting.NetworkSettings;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;
import org.keepgate.training.setting.TrainingSettings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code keepgate plan}: what a training would cost with more workers, before it is begun. */
@Command(
    name = "plan",
    description =
        "Measures a few minibatches and rounds on this machine, and predicts an epoch with many"
            + " workers.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class PlanCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Option(
      names = "--task",
      required = true,
      paramLabel = "TASK",
      description = "as of train: language-model, classify, …")
  private String task;

  @Option(
      names = "--input",
      paramLabel = "URI",
      description = "the data, as of train; without them, their sizes")
  private @Nullable String input;

  @Option(
      names = "--workers",
      split = ",",
      paramLabel = "N",
      description = "how many workers to plan for; 8,64,512 unless given")
  private List<Integer> workers = List.of(8, 64, 512);

  @Mixin private PlannedSizes sizes;
  @Mixin private SettingOptions settings;
  @Mixin private CommonOptions common;

  @SuppressWarnings("NullAway.Init") // picocli sets them
  PlanCommand() {}

  /** What is planned: a network, and an epoch of it. */
  private record Planned(
      NetworkSpec spec, TrainingOptions options, SequenceShare sample, long minibatches) {}

  @Override
  public Integer call() {
    Settings chosen = requirePossible();
    Console console = common.console();
    new TrainingRequest(chosen, false).effectless().forEach(console::note);
    try (SparkRun spark = SparkRun.open("plan", common.verbose())) {
      Planned planned = input == null ? ofSizes(chosen) : ofData(spark, chosen, input);
      NetworkSpec spec = planned.spec();
      TrainingOptions options = planned.options();
      MinibatchTime minibatch = MinibatchTime.measure(spec, options, planned.sample());
      RoundConstants constants =
          RoundConstants.measure(spark.context(), spec.layout().parameterCount());
      ShareSummary share = ShareSummary.of(0, planned.sample(), options);
      CostModel model =
          CostModel.of(
              spec,
              options,
              share,
              constants,
              minibatch,
              spark.context().getConf(),
              Runtime.getRuntime().maxMemory());
      int interval = interval(options);
      PlanTable table = new PlanTable(model, planned.minibatches(), interval, workers);
      if (options.averaging().constantFromEpoch() > 0) {
        console.note(
            "averagingSchedule="
                + options.averaging().intervalSchedule().key()
                + " is planned by the interval that it comes to; its first epochs take longer");
      }
      say(console, planned, model, constants, minibatch);
      console.say(table.text());
      console.result(json(planned, model, constants, minibatch, table));
    }
    return CommandLine.ExitCode.OK;
  }

  private Settings requirePossible() {
    try {
      Task wanted = task();
      Settings chosen = settings.applyTo(Settings.defaults(AllSettings.CATALOG, wanted));
      String size = sizes.given();
      if (input == null) {
        sizes.require(wanted);
      } else if (size != null) {
        throw new InputException(size + " has no effect beside --input: leave one of them out");
      }
      for (int count : workers) {
        if (count < 1) {
          throw new InputException("--workers: expected at least 1; found " + count);
        }
      }
      new TrainingRequest(chosen, false).requirePossible();
      return chosen;
    } catch (InputException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private Task task() {
    try {
      return Task.of(task);
    } catch (InputException e) {
      throw new InputException("--" + e.getMessage(), e);
    }
  }

  private Planned ofSizes(Settings chosen) {
    NetworkSpec spec = NetworkSettings.spec(chosen, sizes.format(chosen));
    Integer set = chosen.find(TrainingSettings.NUM_WORKERS);
    TrainingOptions options = TrainingSettings.options(chosen, set == null ? workers.get(0) : set);
    TrainingRequest.requireFits(options, spec);
    SequenceShare sample = sizes.draw(chosen, options.batchSize());
    long drawn = ShareSummary.of(0, sample, options).minibatches();
    long minibatches = (drawn * sizes.sequences() + sample.count() - 1) / sample.count();
    return new Planned(spec, options, sample, minibatches);
  }

  private static Planned ofData(SparkRun spark, Settings chosen, String input) {
    TrainingData data = Workload.of(chosen).read(spark.session(), input, null, chosen);
    NetworkSpec spec =
        ClassWeights.weighted(NetworkSettings.spec(chosen, data.encoding().format()), chosen, data);
    TrainingOptions options = TrainingSettings.options(chosen, data.workers().value());
    TrainingRequest.requireFits(options, spec);
    JavaRDD<SequenceBlock> training = data.training();
    long minibatches = 0;
    for (ShareSummary share : new DistributedTrainer(spec, options, training, null).shares()) {
      minibatches += share.minibatches();
    }
    SequenceBlock block = TaskFailure.unwrapped(training::first);
    SequenceShare sample = new SequenceShare(spec.format(), List.of(block));
    return new Planned(spec, options, sample, minibatches);
  }

  private static void say(
      Console console,
      Planned planned,
      CostModel model,
      RoundConstants constants,
      MinibatchTime minibatch) {
    double alone = planned.minibatches() * minibatch.seconds();
    console.say(
        line("network", TrainingPlan.network(planned.spec()))
            + line("optimizer", TrainingPlan.optimizer(planned.options()))
            + line(
                "a round",
                Figures.bytes(model.broadcast(1))
                    + " to each worker, "
                    + Figures.bytes(model.result())
                    + " back from each")
            + line("", milliseconds(constants.fixed()) + " for itself, by Spark")
            + line("", milliseconds(constants.perWorker()) + " for each worker, by Spark")
            + line("", milliseconds(constants.perByte() * 1e6) + " for each million of bytes")
            + line("", milliseconds(minibatch.perRound()) + " for a worker's workspace")
            + line(
                "a minibatch",
                milliseconds(minibatch.seconds())
                    + " on one core of this machine, "
                    + planned.options().products(Gemm.chosen()).fingerprint())
            + line(
                "an epoch",
                Count.of(planned.minibatches(), "minibatch", "minibatches")
                    + ": "
                    + Figures.measure(alone)
                    + " s on one core without Spark"));
    for (int count = 1; count <= Runtime.getRuntime().availableProcessors(); count *= 2) {
      console.say(
          line(
                  "",
                  Figures.measure(local(planned, model, count))
                      + " s on this machine with "
                      + Count.of(count, "worker"))
              .stripTrailing());
    }
    console.say("");
  }

  /** Minibatches of a round; of a schedule those that it comes to. */
  private static int interval(TrainingOptions options) {
    AveragingSpec averaging = options.averaging();
    return averaging.averagesGradients() ? 1 : averaging.interval();
  }

  private static double local(Planned planned, CostModel model, int workers) {
    return model.epochSeconds(
        planned.minibatches(), workers, interval(planned.options()), Double.POSITIVE_INFINITY);
  }

  private static String line(String name, String words) {
    return String.format("%-15s %s%n", name, words);
  }

  private static String milliseconds(double seconds) {
    return String.format(Locale.ROOT, "%.3f ms", 1e3 * seconds);
  }

  private Map<String, Object> json(
      Planned planned,
      CostModel model,
      RoundConstants constants,
      MinibatchTime minibatch,
      PlanTable table) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("task", task);
    json.put("parameters", planned.spec().layout().parameterCount());
    json.put("bytesToWorker", model.broadcast(1));
    json.put("bytesFromWorker", model.result());
    json.put("minibatches", planned.minibatches());
    json.put("minibatchSeconds", minibatch.seconds());
    json.put("workspaceSeconds", minibatch.perRound());
    json.put("roundSeconds", constants.fixed());
    json.put("workerSeconds", constants.perWorker());
    json.put("byteSeconds", constants.perByte());
    json.put("oneWorkerSeconds", local(planned, model, 1));
    json.put("twoWorkersSeconds", local(planned, model, 2));
    json.put("plan", table.json());
    return json;
  }
}
