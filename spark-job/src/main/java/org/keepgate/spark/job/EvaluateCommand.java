package org.keepgate.spark.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.evaluation.Evaluation;
import org.keepgate.evaluation.EvaluationTable;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Keyed;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.spark.dataset.Encoding;
import org.keepgate.spark.dataset.Part;
import org.keepgate.spark.dataset.SequencePartitioner;
import org.keepgate.spark.dataset.SequenceSource;
import org.keepgate.spark.dataset.TaskFailure;
import org.keepgate.spark.trainer.DistributedEvaluator;
import org.keepgate.spark.trainer.Portion;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.setting.Settings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code keepgate evaluate}: the metrics of a model on an input. */
@Command(
    name = "evaluate",
    description = "Judges a model on an input whose targets are known.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Option(names = "--model", required = true, paramLabel = "URI", description = "model directory")
  private String model;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "URI",
      description = "input like the one that the model was trained on")
  private String input;

  @Option(
      names = "--part",
      paramLabel = "PART",
      description =
          "training, validation or test: only that part, split as in training; default: all")
  private @Nullable String part;

  @Mixin private SettingOptions settings;
  @Mixin private CommonOptions common;

  @SuppressWarnings("NullAway.Init") // picocli sets them
  EvaluateCommand() {}

  @Override
  public Integer call() {
    Console console = common.console();
    Part only = part();
    try (SparkRun spark = SparkRun.open("evaluate", common.verbose())) {
      LoadedModel loaded = LoadedModel.read(model, spark.hadoop());
      Settings chosen = settings.applyTo(loaded.settings());
      Workload workload = Workload.of(chosen);
      SequenceSource source = workload.open(spark.session(), input, chosen, true);
      Evaluation evaluation =
          evaluate(loaded.model(), new Portion(source, only), loaded.encoding());
      List<String> names = workload.outputNames(loaded.encoding(), chosen);
      console.say(EvaluationTable.of(evaluation, names).stripTrailing());
      console.result(result(loaded, evaluation, names));
    }
    return CommandLine.ExitCode.OK;
  }

  private @Nullable Part part() {
    if (part == null || part.equals("all")) {
      return null;
    }
    for (Part each : Part.values()) {
      if (each.key().equals(part)) {
        return each;
      }
    }
    throw new ParameterException(
        command.commandLine(),
        "--part: expected one of all, "
            + String.join(", ", Keyed.keys(Part.class))
            + "; found '"
            + part
            + "'");
  }

  private static Evaluation evaluate(TrainedModel model, Portion portion, Encoding encoding) {
    JavaRDD<Sequence> sequences = portion.sequences(encoding);
    if (TaskFailure.unwrapped(sequences::isEmpty)) {
      throw new InputException("this part of the input has no sequences; expected at least one");
    }
    TrainingOptions options = model.record().options();
    JavaRDD<SequenceBlock> blocks =
        SequencePartitioner.dealAtMost(sequences, encoding.format(), options.numWorkers());
    try {
      MetricSums sums =
          DistributedEvaluator.evaluate(
              model.spec(),
              model.parameters(),
              blocks,
              options.batchSize(),
              options.segmentLength());
      return Workload.evaluation(sums, encoding);
    } finally {
      blocks.unpersist();
    }
  }

  private Map<String, Object> result(
      LoadedModel loaded, Evaluation evaluation, List<String> names) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("task", loaded.task().key());
    result.put("model", model);
    result.put("input", input);
    result.putAll(evaluation.toMap(names));
    return result;
  }
}
