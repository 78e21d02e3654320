package org.keepgate.spark.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keepgate.analysis.Floor;
import org.keepgate.analysis.FloorComparison;
import org.keepgate.evaluation.ClassMetrics;

/** Reports as a training would fill them in, with everything that a report can hold. */
final class SampleReports {
  static final String HOSTILE = "<script>alert('&\"x\"')</script> ]]> \u0000 \ud800 \u0085 😀";

  private SampleReports() {}

  static ReportContent languageModel() {
    List<LearningCurve.Point> points = new ArrayList<>();
    for (int epoch = 1; epoch <= 12; epoch++) {
      points.add(
          new LearningCurve.Point(epoch, 1.43 + 1.9 / epoch, 1.52 + 1.75 / epoch + epoch * 0.002));
    }
    return new ReportContent(
            "Language model of spark-core 4.1.0",
            "After 12 epochs the LSTM needs 1.6898 bits per symbol on 35 held-out files.")
        .curve(new LearningCurve("bits per symbol", "epoch", true, points))
        .floors(
            new FloorComparison(
                "bits per symbol",
                true,
                1.6898,
                List.of(
                    new Floor("uniform over 99 symbols", 6.6294),
                    new Floor("Kneser–Ney order 1", 4.9944),
                    new Floor("Kneser–Ney order 2", 3.9373),
                    new Floor("Kneser–Ney order 3", 2.7834),
                    new Floor("Kneser–Ney order 4", 1.9487),
                    new Floor("Kneser–Ney order 5", 1.5811))))
        .metrics(metrics())
        .sample(
            "class ",
            "SparkContext(conf: SparkConf) extends Logging {\n"
                + "\tprivate val creationSite: CallSite = Utils.getCallSite()\n\n"
                + "  /** "
                + HOSTILE
                + " */\n"
                + "  def aVeryLongNameWithoutAnySpaceThatWouldPushThePageSidewaysOnAPhoneIfNobody"
                + "WrappedIt(): Unit = synchronized { }\n}")
        .options(options())
        .provenance(provenance())
        .command(
            "keepgate train --task language-model --input file:///data/spark-core-sources --model"
                + " runs/spark --set hiddenSize=256 --set numWorkers=2 --set seed=1 --rounds 12");
  }

  static ReportContent classifier() {
    List<LearningCurve.Point> loss = new ArrayList<>();
    List<LearningCurve.Point> accuracy = new ArrayList<>();
    for (int epoch = 1; epoch <= 200; epoch++) {
      loss.add(new LearningCurve.Point(epoch, 2.2 / epoch, 2.3 / epoch + epoch * 0.001));
      accuracy.add(new LearningCurve.Point(epoch, Double.NaN, 1 - 0.9 / epoch - epoch * 1e-4));
    }
    ReportContent content =
        new ReportContent("Optical digits", "97.2 % of 360 held-out digits are right.")
            .curve(new LearningCurve("loss (nats)", "epoch", true, loss))
            .curve(new LearningCurve("accuracy", "epoch", false, accuracy))
            .floors(
                new FloorComparison(
                    "accuracy",
                    false,
                    0.972,
                    List.of(
                        new Floor("majority class", 0.1),
                        new Floor("1-nearest neighbour on raw values", 0.956))));
    for (int digit = 0; digit < 10; digit++) {
      content.classFigures(
          "digit " + digit, new ClassMetrics(0.97, 0.96 + digit * 0.003, 0.965, 35 + digit % 3));
    }
    return content.options(options());
  }

  private static Map<String, Object> metrics() {
    Map<String, Object> metrics = new LinkedHashMap<>();
    metrics.put("bitsPerSymbol", 1.689834217);
    metrics.put("perplexity", 3.22619);
    metrics.put("tokensPerSecond", 61234.567);
    metrics.put("targets", 451234L);
    return metrics;
  }

  private static Map<String, Object> options() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("cell", "lstm");
    options.put("hiddenSize", 256);
    options.put("stepSize", 0.002);
    options.put("gradientClip", "byGlobalNorm(5.0)");
    options.put("seed", 20260101L);
    options.put("regParam", 1e-9);
    return options;
  }

  private static Map<String, Object> provenance() {
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put(
        "data fingerprint", "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15");
    provenance.put("numWorkers", "2, because the master is local[2]");
    provenance.put("versions", "Keepgate 0.1.0, Spark 4.1.0, JDK 17.0.15, onednn 3.11");
    provenance.put("machine", "Linux amd64, 2 cores");
    provenance.put("hostile", HOSTILE);
    return provenance;
  }
}
