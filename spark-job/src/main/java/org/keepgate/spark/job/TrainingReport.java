package org.keepgate.spark.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keepgate.analysis.FloorComparison;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.evaluation.ClassMetrics;
import org.keepgate.evaluation.Evaluation;
import org.keepgate.sequence.TargetKind;
import org.keepgate.spark.dataset.Encoding;
import org.keepgate.spark.report.LearningCurves;
import org.keepgate.spark.report.ReportContent;
import org.keepgate.training.History;
import org.keepgate.training.RoundEntry;
import org.keepgate.training.setting.Settings;

/** What the report of a training says. */
final class TrainingReport {
  private static final int SAMPLE_LENGTH = 600;
  private static final double SAMPLE_TEMPERATURE = 0.7;

  private TrainingReport() {}

  static ReportContent of(
      TrainingSummary summary,
      TrainedModel model,
      TrainingData data,
      Settings settings,
      String words) {
    ReportContent content =
        new ReportContent("Keepgate: " + settings.task().key(), sentence(summary, data));
    History history = inUnits(summary.result().history(), data.encoding());
    LearningCurves.of(history, model.spec().format().targetKind()).forEach(content::curve);
    FloorComparison floors = summary.floors();
    if (floors != null) {
      content.floors(floors);
    }
    Evaluation judged = summary.judged();
    if (judged != null) {
      content.metrics(judged.metrics());
      addClasses(content, judged, summary.outputNames());
    }
    if (model.spec().format().targetKind() == TargetKind.NEXT_SYMBOL) {
      content.sample("", TextGenerator.sample(model, "", SAMPLE_LENGTH, SAMPLE_TEMPERATURE, 1L));
    }
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("data", model.record().dataFingerprint());
    provenance.put(
        "workers", summary.numWorkers() + " (" + model.record().numWorkersReason() + ")");
    provenance.putAll(model.record().environment());
    return content.options(settings.all()).provenance(provenance).command(words);
  }

  private static String sentence(TrainingSummary summary, TrainingData data) {
    Evaluation judged = summary.judged();
    String figure =
        judged == null
            ? "nothing was held out to judge it"
            : Figures.measure(summary.workload().figure(judged))
                + " "
                + summary.workload().measure(data.encoding())
                + " on held-out data";
    return "Trained by "
        + summary.numWorkers()
        + " workers in "
        + summary.result().state().round()
        + " rounds, "
        + Figures.duration(summary.seconds())
        + " minutes: "
        + figure
        + ".";
  }

  /** The history with the validation's figures in units of the data. */
  private static History inUnits(History history, Encoding encoding) {
    List<RoundEntry> rounds = new ArrayList<>();
    for (RoundEntry round : history.rounds()) {
      rounds.add(
          new RoundEntry(
              round.round(),
              round.epoch(),
              round.epochsDone(),
              round.trainLoss(),
              round.targets(),
              round.learningRate(),
              round.gradientNorm(),
              round.seconds(),
              TargetUnits.ofData(round.validation(), encoding.targets())));
    }
    return new History(rounds);
  }

  private static void addClasses(ReportContent content, Evaluation judged, List<String> names) {
    List<ClassMetrics> classes = judged.perClass();
    for (int i = 0; i < classes.size() && i < names.size(); i++) {
      content.classFigures(names.get(i), classes.get(i));
    }
  }
}
