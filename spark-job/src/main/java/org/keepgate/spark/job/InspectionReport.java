package org.keepgate.spark.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.keepgate.analysis.GateStatistics;
import org.keepgate.analysis.GateStatistics.GateOfLayer;
import org.keepgate.analysis.GradientFlow;
import org.keepgate.analysis.Inspection;
import org.keepgate.cell.Cells;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.evaluation.ClassMetrics;
import org.keepgate.evaluation.Evaluation;
import org.keepgate.network.NetworkSpec;
import org.keepgate.parameter.ParameterView;
import org.keepgate.spark.report.LearningCurves;
import org.keepgate.spark.report.ReportContent;
import org.keepgate.training.RoundCosts;
import org.keepgate.training.setting.Settings;

/** What an inspection says: as sentences, as figures, and as the content of a report. */
final class InspectionReport {
  private final LoadedModel loaded;
  private final Workload workload;
  private final Settings settings;
  private final Inspection inspection;
  private final Evaluation evaluation;

  InspectionReport(
      LoadedModel loaded,
      Workload workload,
      Settings settings,
      Inspection inspection,
      Evaluation evaluation) {
    this.loaded = loaded;
    this.workload = workload;
    this.settings = settings;
    this.inspection = inspection;
    this.evaluation = evaluation;
  }

  /** A sentence a layer, for the terminal. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    sentences.add(judged());
    GateStatistics gates = inspection.gates();
    if (gates == null) {
      sentences.add("cells of kind " + spec().cell().name() + " have no gates to look at");
    } else {
      for (GateOfLayer gate : gates.gates()) {
        sentences.add(
            "layer "
                + (gate.level() + 1)
                + ", "
                + gate.name()
                + (gate.isReversed() ? " (backward)" : "")
                + ": closed at "
                + percent(mean(gate, gate::left))
                + ", open at "
                + percent(mean(gate, gate::right))
                + " of the steps"
                + (gate.decidesMemory()
                    ? "; median memory " + Figures.measure(medianMemory(gate)) + " steps"
                    : ""));
      }
    }
    for (GradientFlow.Layer layer : inspection.flow().layers()) {
      sentences.add("layer " + (layer.level() + 1) + ": the error " + fate(layer));
    }
    return sentences;
  }

  private String judged() {
    return Figures.measure(workload.figure(evaluation))
        + " "
        + workload.measure(loaded.encoding())
        + " on this input";
  }

  private String fate(GradientFlow.Layer layer) {
    int lag = inspection.flow().maxLag();
    return switch (layer.verdict()) {
      case VANISHES -> "falls under 1 % at lag " + layer.lostAtLag();
      case EXPLODES -> "explodes to more than 100 times";
      case STAYS -> "stays: " + percent(layer.relative(lag)) + " arrive at lag " + lag;
    };
  }

  private static double mean(GateOfLayer gate, IntToDoubleFunction of) {
    return IntStream.range(0, gate.units()).mapToDouble(of).average().orElse(Double.NaN);
  }

  private static double medianMemory(GateOfLayer gate) {
    double[] all = IntStream.range(0, gate.units()).mapToDouble(gate::memory).sorted().toArray();
    return all[all.length / 2];
  }

  private static String percent(double part) {
    return Math.round(1000 * part) / 10.0 + " %";
  }

  /** For machines. */
  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("metrics", evaluation.metrics());
    List<Map<String, Object>> gates = new ArrayList<>();
    GateStatistics counted = inspection.gates();
    for (GateOfLayer gate : counted == null ? List.<GateOfLayer>of() : counted.gates()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("layer", gate.level() + 1);
      one.put("gate", gate.name());
      one.put("backward", gate.isReversed());
      one.put("mean", mean(gate, gate::mean));
      one.put("closed", mean(gate, gate::left));
      one.put("open", mean(gate, gate::right));
      one.put("alwaysClosed", gate.closedUnits());
      one.put("alwaysOpen", gate.openUnits());
      if (gate.decidesMemory()) {
        one.put("medianMemory", medianMemory(gate));
      }
      gates.add(one);
    }
    figures.put("gates", gates);
    List<Map<String, Object>> flow = new ArrayList<>();
    for (GradientFlow.Layer layer : inspection.flow().layers()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("layer", layer.level() + 1);
      one.put("verdict", layer.verdict().name().toLowerCase(Locale.ROOT));
      one.put("lostAtLag", layer.lostAtLag());
      one.put("output", layer.output());
      one.put("memory", layer.memory());
      flow.add(one);
    }
    figures.put("errorFlow", flow);
    return figures;
  }

  /**
   * For people.
   *
   * @param words that repeat the command
   */
  ReportContent content(String model, String input, String words) {
    TrainedModel trained = loaded.model();
    ReportContent content =
        new ReportContent("Keepgate: inside a " + loaded.task().key() + " model", judged() + ".");
    LearningCurves.of(trained.record().history(), spec().format().targetKind())
        .forEach(content::curve);
    GateStatistics gates = inspection.gates();
    if (gates != null) {
      content.gates(gates);
    }
    content.errorFlow(inspection.flow(), bounds());
    content.metrics(evaluation.metrics());
    List<String> names = workload.outputNames(loaded.encoding(), settings);
    List<ClassMetrics> classes = evaluation.perClass();
    for (int i = 0; i < classes.size() && i < names.size(); i++) {
      content.classFigures(names.get(i), classes.get(i));
    }
    int workers = trained.record().options().numWorkers();
    if (workers > 1) {
      RoundCosts costs = RoundCosts.of(trained.record().history().rounds(), workers);
      content.rounds(costs.sentence() + ".", costs.table());
    }
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("model", model);
    provenance.put("input", input);
    provenance.put("trained on", trained.record().dataFingerprint());
    provenance.putAll(trained.record().environment());
    return content.options(settings.all()).provenance(provenance).command(words);
  }

  /** γ λ of each layer of a plain network; of other cells nothing is known beforehand. */
  private double[] bounds() {
    double[] bounds = new double[spec().stack().numLayers()];
    Arrays.fill(bounds, Double.NaN);
    for (int level = 0; spec().cell().name().equals(Cells.RNN) && level < bounds.length; level++) {
      bounds[level] = spec().cell().activation().largestSlope() * largestSingularValue(level);
    }
    return bounds;
  }

  private double largestSingularValue(int level) {
    ParameterView view = spec().layout().view("layers." + level + ".forward.recurrentWeights");
    double[][] weights = new double[view.rows()][view.columns()];
    for (int row = 0; row < view.rows(); row++) {
      for (int column = 0; column < view.columns(); column++) {
        weights[row][column] = loaded.model().parameters()[view.index(row, column)];
      }
    }
    return new SingularValueDecomposition(new Array2DRowRealMatrix(weights, false)).getNorm();
  }

  private NetworkSpec spec() {
    return loaded.model().spec();
  }
}
