package org.keepgate.spark.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.keepgate.analysis.Floor;
import org.keepgate.analysis.FloorComparison;
import org.keepgate.checkpoint.Environment;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.checkpoint.TrainingRecord;
import org.keepgate.evaluation.Evaluation;
import org.keepgate.evaluation.EvaluationTable;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.math.Gemm;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.spark.dataset.InputSettings;
import org.keepgate.spark.dataset.JobDescription;
import org.keepgate.spark.report.HtmlReport;
import org.keepgate.spark.trainer.ClassWeights;
import org.keepgate.spark.trainer.DistributedEvaluator;
import org.keepgate.spark.trainer.DistributedTrainer;
import org.keepgate.spark.trainer.TrainingData;
import org.keepgate.training.DivergenceException;
import org.keepgate.training.Regime;
import org.keepgate.training.StopReason;
import org.keepgate.training.TrainingControls;
import org.keepgate.training.TrainingListener;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.TrainingResult;
import org.keepgate.training.TrainingState;
import org.keepgate.training.setting.NetworkSettings;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.TrainingSettings;

/** One training, from the input to the model directory. */
final class TrainingJob {
  private final SparkSession spark;
  private final Console console;
  private final ModelPlace place;
  private final Settings settings;
  private final Workload workload;
  private final TrainingLogs logs;

  TrainingJob(
      SparkSession spark, Console console, ModelPlace place, Settings settings, TrainingLogs logs) {
    this.logs = logs;
    this.spark = spark;
    this.console = console;
    this.place = place;
    this.settings = settings;
    this.workload = Workload.of(settings);
  }

  /**
   * Trains, evaluates, writes, and says what came of it.
   *
   * @param words the words that started this
   */
  void run(
      String input,
      @Nullable String valid,
      boolean resume,
      double timeLimit,
      boolean withFloors,
      String words) {
    TrainingData data = workload.read(spark, input, valid, settings);
    noteNothingHeldOut(data, valid);
    NetworkSpec spec =
        ClassWeights.weighted(
            NetworkSettings.spec(settings, data.encoding().format()), settings, data);
    TrainingOptions options = TrainingSettings.options(settings, data.workers().value());
    TrainingRequest.requireFits(options, spec);
    if (data.validation() == null) {
      TrainingRequest.requireNoValidation(settings);
    }
    DistributedTrainer trainer =
        new DistributedTrainer(spec, options, data.training(), data.validation());
    console.say(
        TrainingPlan.of(settings.task(), workload, input, data, spec, options, trainer.shares()));
    notePrecision(options);
    long began = System.nanoTime();
    TrainingResult result = train(trainer, data, spec, options, resume, timeLimit);
    double seconds = (System.nanoTime() - began) / 1e9;
    TrainedModel model =
        model(spec, data, result.parameters(), record(result, options, data, trainer));
    place.write(model);
    TrainingSummary summary = summary(data, spec, options, result, withFloors, seconds);
    finish(summary, model, data, words);
  }

  /** Which sequences are held out is decided by their content: of a few it may be none. */
  private void noteNothingHeldOut(TrainingData data, @Nullable String valid) {
    Double fraction = settings.find(InputSettings.VALIDATION_FRACTION);
    if (valid == null && data.validation() == null && fraction != null && fraction > 0) {
      console.note(
          "nothing is held out for validation: validationFraction="
              + fraction
              + " comes to no sequence here; raise it, or give --valid");
    }
  }

  /** The driver speaks of itself; executors of another kind log what they do. */
  private void notePrecision(TrainingOptions options) {
    String obstacle = options.precision().obstacle(Gemm.chosen());
    if (obstacle != null && options.regime() == Regime.BPTT) {
      console.note(obstacle);
    }
  }

  private TrainingResult train(
      DistributedTrainer trainer,
      TrainingData data,
      NetworkSpec spec,
      TrainingOptions options,
      boolean resume,
      double timeLimit) {
    place.acquire();
    Map<String, String> environment =
        Environment.current(options.products(Gemm.chosen()).fingerprint());
    TrainingState from = resume ? resumed(trainer, environment) : startedAnew(trainer);
    TrainingControls controls =
        new TrainingControls(
            trainer.writer(place.checkpoints(), environment), timeLimit, data.encoding().targets());
    try (TrainingProgress progress = new TrainingProgress(console, workload, data.encoding())) {
      List<TrainingListener> listeners = new ArrayList<>(logs.listeners(spec.layout()));
      listeners.add(progress);
      return trainer.train(from, listeners, controls);
    } catch (DivergenceException e) {
      throw diverged(e, spec, data, options, trainer);
    }
  }

  private TrainingState startedAnew(DistributedTrainer trainer) {
    place.checkpoints().clear();
    return trainer.start();
  }

  private TrainingState resumed(DistributedTrainer trainer, Map<String, String> environment) {
    TrainingState from = trainer.resumed(place.checkpoints(), environment);
    console.say(
        from.round() == 0
            ? "nothing to resume in " + place.checkpointLocation() + ": starting at the beginning"
            : "resuming after round " + from.round());
    return from;
  }

  /** Keeps the last good model, and says where. */
  private InputException diverged(
      DivergenceException e,
      NetworkSpec spec,
      TrainingData data,
      TrainingOptions options,
      DistributedTrainer trainer) {
    TrainingState good = e.lastGoodState();
    String kept = "no round was finished before it";
    if (good.round() > 0) {
      TrainingRecord record =
          new TrainingRecord(
              good.history(),
              options,
              data.workers().reason(),
              trainer.dataFingerprint(),
              StopReason.COMPLETED,
              good.round(),
              Map.of("maxRounds", good.round()),
              Environment.current(options.products(Gemm.chosen()).fingerprint()));
      kept =
          "the last good model, after round "
              + good.round()
              + ", is kept in "
              + place.writeLastGood(model(spec, data, good.parameters(), record));
    }
    place.deleteCheckpoints();
    return new InputException(e.finding() + "; " + kept + "; " + e.advice(), e);
  }

  private static TrainingRecord record(
      TrainingResult result,
      TrainingOptions options,
      TrainingData data,
      DistributedTrainer trainer) {
    return TrainingRecord.of(result, options, data.workers().reason(), trainer.dataFingerprint());
  }

  private TrainedModel model(
      NetworkSpec spec, TrainingData data, float[] parameters, TrainingRecord record) {
    return new TrainedModel(
        spec,
        settings.task().key(),
        parameters,
        data.encoding().symbols(),
        data.encoding().labels(),
        data.encoding().inputs(),
        data.encoding().targets(),
        data.source().settings(),
        record);
  }

  private TrainingSummary summary(
      TrainingData data,
      NetworkSpec spec,
      TrainingOptions options,
      TrainingResult result,
      boolean withFloors,
      double seconds) {
    MetricSums validated = result.validation();
    Evaluation validation =
        validated == null ? null : Workload.evaluation(validated, data.encoding());
    JavaRDD<SequenceBlock> test = data.test();
    Evaluation tested =
        test == null
            ? null
            : Workload.evaluation(
                DistributedEvaluator.evaluate(
                    spec, result.parameters(), test, options.batchSize(), options.segmentLength()),
                data.encoding());
    Evaluation judged = tested != null ? tested : validation;
    return new TrainingSummary(
        settings.task(),
        workload,
        result,
        validation,
        tested,
        judged == null || !withFloors ? null : floors(data, judged),
        workload.outputNames(data.encoding(), settings),
        data.workers().value(),
        place.uri(),
        seconds);
  }

  private @Nullable FloorComparison floors(TrainingData data, Evaluation judged) {
    List<Floor> floors =
        JobDescription.during(
            spark.sparkContext(),
            "floors: compare with methods without a network",
            () -> workload.floors(data, settings, console));
    return floors.isEmpty()
        ? null
        : new FloorComparison(
            workload.measure(data.encoding()),
            workload.lowerIsBetter(),
            workload.figure(judged),
            floors);
  }

  private void finish(
      TrainingSummary summary, TrainedModel model, TrainingData data, String words) {
    try {
      place.writeReport(
          HtmlReport.render(TrainingReport.of(summary, model, data, settings, words)));
    } catch (IOException e) {
      console.note("the report cannot be written; " + e.getMessage());
    }
    if (summary.result().stopReason() == StopReason.TIME_LIMIT) {
      console.say(timeLimitWords(summary));
    } else {
      place.deleteCheckpoints();
    }
    say(summary);
    warnOfGuessing(summary, data);
    console.result(summary.json());
  }

  /** Some settings ruin a model without a number in it that is not finite. */
  private void warnOfGuessing(TrainingSummary summary, TrainingData data) {
    Floor guess = workload.guess(data.encoding(), summary.floors());
    double figure = summary.figure(data.encoding());
    if (guess == null || Double.isNaN(figure)) {
      return;
    }
    if (workload.lowerIsBetter() ? figure > guess.value() : figure < guess.value()) {
      console.note(
          "this model is worse than guessing: "
              + Figures.measure(figure)
              + " "
              + workload.measure(data.encoding())
              + ", where "
              + guess.name()
              + " has "
              + Figures.measure(guess.value())
              + "; lower stepSize, set clipNorm, or train longer");
    }
  }

  private String timeLimitWords(TrainingSummary summary) {
    List<String> repeat = new ArrayList<>();
    new LinkedHashMap<>(summary.result().repeat())
        .forEach((name, value) -> repeat.add("--set " + name + "=" + value));
    return "stopped by the time limit; "
        + String.join(" ", repeat)
        + " repeats it; --resume goes on from "
        + place.checkpointLocation();
  }

  private void say(TrainingSummary summary) {
    Evaluation judged = summary.judged();
    if (judged != null) {
      String part = summary.test() != null ? "test" : "validation";
      console.say("");
      console.say("metrics of the " + part + " part:");
      console.say(EvaluationTable.of(judged, summary.outputNames()).stripTrailing());
    }
    if (summary.floors() != null) {
      console.say("");
      console.say(TrainingSummary.table(summary.floors()));
    }
    if (!summary.recovered().isEmpty()) {
      console.say("");
      console.say(summary.recovered());
    }
    console.say("");
    console.say("model " + place.uri() + ", report " + place.uri() + "/" + ModelPlace.REPORT);
  }
}
