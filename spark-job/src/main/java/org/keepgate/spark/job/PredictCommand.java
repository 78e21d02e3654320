package org.keepgate.spark.job;

import java.io.Serializable;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.sequence.Sequence;
import org.keepgate.spark.dataset.InputSettings;
import org.keepgate.spark.dataset.JobDescription;
import org.keepgate.spark.dataset.SequenceSource;
import org.keepgate.spark.dataset.TaskFailure;
import org.keepgate.spark.trainer.DistributedPredictor;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import scala.Tuple2;

/** {@code keepgate predict}: what a model says of an input, as a file of rows. */
@Command(
    name = "predict",
    description =
        "Writes what a model predicts: a row for each sequence, for each step of it (tag,"
            + " handwriting, and where targets were at every step), each window (forecast, density)"
            + " or each text (language-model).",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class PredictCommand implements Callable<Integer> {
  @Option(names = "--model", required = true, paramLabel = "URI", description = "model directory")
  private String model;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "URI",
      description = "input like the one that the model was trained on; it needs no targets")
  private String input;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "URI",
      description = "file to write: .csv, .json, .jsonl or .parquet")
  private String output;

  @Option(names = "--overwrite", description = "replace a file that is there")
  private boolean overwrite;

  @Mixin private SettingOptions settings;
  @Mixin private CommonOptions common;

  @SuppressWarnings("NullAway.Init") // picocli sets them
  PredictCommand() {}

  @Override
  public Integer call() {
    Console console = common.console();
    OutputFile.formatOfRows(output); // a wrong name is refused before a session is started
    try (SparkRun spark = SparkRun.open("predict", common.verbose())) {
      OutputFile file = OutputFile.ofRows(output, input, overwrite, spark.hadoop());
      LoadedModel loaded = LoadedModel.read(model, spark.hadoop());
      Settings chosen = settings.applyTo(loaded.settings());
      Workload workload = Workload.of(chosen);
      SequenceSource source = workload.open(spark.session(), input, chosen, false);
      PredictionTable table = workload.predictionTable(loaded, chosen);
      Broadcast<float[]> parameters =
          JavaSparkContext.fromSparkContext(spark.session().sparkContext())
              .broadcast(loaded.model().parameters());
      JavaRDD<Row> rows =
          rows(loaded, parameters, source, table).persist(StorageLevel.MEMORY_AND_DISK());
      boolean grouped = chosen.isSet(InputSettings.GROUP_BY);
      long count;
      try {
        count = // before a file is begun
            JobDescription.during(
                spark.session().sparkContext(),
                "prediction: of " + input,
                () -> TaskFailure.unwrapped(rows::count));
        JobDescription.during(
            spark.session().sparkContext(),
            "prediction: write " + output,
            () ->
                file.write(
                    spark
                        .session()
                        .createDataFrame(grouped ? byGroup(rows) : rows, table.schema())));
      } finally {
        rows.unpersist();
        parameters.destroy();
      }
      console.say(Figures.count(count) + " rows in " + output);
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("task", loaded.task().key());
      result.put("model", model);
      result.put("output", output);
      result.put("rows", count);
      console.result(result);
    }
    return CommandLine.ExitCode.OK;
  }

  private static JavaRDD<Row> rows(
      LoadedModel loaded,
      Broadcast<float[]> parameters,
      SequenceSource source,
      PredictionTable table) {
    TrainedModel model = loaded.model();
    JavaRDD<Sequence> sequences = source.sequences(loaded.encoding());
    JavaRDD<Row> rows =
        DistributedPredictor.predict(
            model.spec(),
            parameters,
            sequences,
            model.record().options().batchSize(),
            table.reader());
    return loaded.task() == Task.LANGUAGE_MODEL ? rows.mapPartitions(TextPredictions::new) : rows;
  }

  /** Groups come as Spark has shuffled them: put in order, each with its rows as they are. */
  private static JavaRDD<Row> byGroup(JavaRDD<Row> rows) {
    return rows.zipWithIndex()
        .mapToPair(row -> new Tuple2<>(new Tuple2<>(row._1().getString(0), row._2()), row._1()))
        .sortByKey(new GroupThenPlace())
        .values();
  }

  private static final class GroupThenPlace
      implements Comparator<Tuple2<String, Long>>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(Tuple2<String, Long> a, Tuple2<String, Long> b) {
      int byGroup = a._1().compareTo(b._1());
      return byGroup != 0 ? byGroup : Long.compare(a._2(), b._2());
    }
  }
}
