package org.keepgate.spark.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keepgate.analysis.FloorComparison;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.evaluation.ClassMetrics;
import org.keepgate.evaluation.Evaluation;
import org.keepgate.sequence.TargetKind;
import org.keepgate.spark.dataset.Count;
import org.keepgate.spark.ml.TextGenerator;
import org.keepgate.spark.report.LearningCurves;
import org.keepgate.spark.report.ReportContent;
import org.keepgate.spark.trainer.TrainingData;
import org.keepgate.training.RoundCosts;
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
    LearningCurves.of(summary.result().history(), model.spec().format().targetKind())
        .forEach(content::curve);
    List<String> diverged =
        summary.result().history().rounds().stream()
            .flatMap(round -> round.recovery().sentences().stream())
            .toList();
    if (!diverged.isEmpty()) {
      content.divergences(summary.recovered(), diverged);
    }
    if (summary.numWorkers() > 1) {
      RoundCosts costs = RoundCosts.of(summary.result().history().rounds(), summary.numWorkers());
      content.rounds(costs.sentence() + ".", costs.table());
    }
    FloorComparison floors = summary.floors();
    if (floors != null) {
      content.floors(floors);
    }
    Evaluation judged = summary.judged();
    if (judged != null) {
      content.metrics(figures(judged, summary.outputNames()));
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
        + Count.of(summary.numWorkers(), "worker")
        + " in "
        + Count.of(summary.result().state().round(), "round")
        + ", "
        + Figures.duration(summary.seconds())
        + " minutes: "
        + figure
        + ".";
  }

  /** The figures of the whole, and of several targets those of each, in its own units. */
  static Map<String, Double> figures(Evaluation judged, List<String> names) {
    Map<String, Double> figures = new LinkedHashMap<>(judged.metrics());
    if (judged.sums().kind() == TargetKind.VALUES && judged.sums().outputSize() > 1) {
      for (int k = 0; k < judged.sums().outputSize(); k++) {
        double rmse = judged.rmse(k);
        if (Double.isFinite(rmse)) { // one without values has none
          figures.put("rmse of " + Evaluation.name(names, k), rmse);
        }
      }
    }
    return figures;
  }

  private static void addClasses(ReportContent content, Evaluation judged, List<String> names) {
    List<ClassMetrics> classes = judged.perClass();
    for (int i = 0; i < classes.size() && i < names.size(); i++) {
      content.classFigures(names.get(i), classes.get(i));
    }
  }
}
