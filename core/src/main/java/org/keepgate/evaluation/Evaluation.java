package org.keepgate.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.Standardizer;
import org.keepgate.sequence.TargetKind;

/**
 * The verdict on a model: what {@link MetricSums} come to, each division made here and once.
 *
 * <pre>
 *   bitsPerSymbol = loss / ln 2        perplexity = e^loss
 *   RMSE_k = s_k √(Σ (ŷ_k − y_k)² / n_k)    MAE_k = s_k Σ |ŷ_k − y_k| / n_k
 * </pre>
 *
 * <p>s_k is the scale of output k, by which the network's target was divided: errors are in
 * original units, the loss is the network's own. Over all outputs the squares, or absolute values,
 * are put together before the division. Without targets every mean is NaN.
 */
public final class Evaluation {
  private static final double LN_2 = StrictMath.log(2);

  private final MetricSums sums;
  private final double[] scales;

  private Evaluation(MetricSums sums, double[] scales) {
    this.sums = sums;
    this.scales = scales;
  }

  /** Of targets as the network sees them. */
  public static Evaluation of(MetricSums sums) {
    double[] ones = new double[sums.outputSize()];
    Arrays.fill(ones, 1);
    return new Evaluation(sums, ones);
  }

  /**
   * Of values in original units.
   *
   * @param scales of each output, by which the targets were divided before training
   */
  public static Evaluation of(MetricSums sums, double... scales) {
    if (scales.length != sums.outputSize()) {
      throw new IllegalArgumentException(
          scales.length + " scales for " + sums.outputSize() + " outputs");
    }
    return new Evaluation(sums, scales.clone());
  }

  /**
   * Of values in original units.
   *
   * @param targets by which the targets were standardized before training; null if they were not
   */
  public static Evaluation inUnits(MetricSums sums, @Nullable Standardizer targets) {
    if (targets == null) {
      return of(sums);
    }
    double[] scales = new double[targets.columns()];
    for (int column = 0; column < scales.length; column++) {
      scales[column] = targets.scale(column);
    }
    return of(sums, scales);
  }

  /** What it is derived from. */
  public MetricSums sums() {
    return sums;
  }

  public long targetCount() {
    return sums.targetCount();
  }

  /** Loss per target; nats but for errors of values. */
  public double meanLoss() {
    return sums.meanLoss();
  }

  /** Mean loss in bits. */
  public double bitsPerSymbol() {
    return meanLoss() / LN_2;
  }

  /** How many equally likely symbols would be as hard to guess. */
  public double perplexity() {
    return StrictMath.exp(meanLoss());
  }

  /** Share of the targets whose most probable class, or label sequence, was the right one. */
  public double accuracy() {
    return (double) sums.correct() / sums.predictions();
  }

  /**
   * Insertions, deletions and substitutions between true and predicted label sequences, as a share
   * of the true labels; may be above 1.
   */
  public double labelErrorRate() {
    return (double) sums.labelErrors() / sums.labels();
  }

  /**
   * Mean negative log-likelihood of the values under the predicted densities, in nats and per
   * target; of the values in original units, whose density is that of the network's divided by
   * their scales. NaN when the predictions are no densities.
   */
  public double negativeLogLikelihood() {
    if (!sums.ofDensities()) {
      return Double.NaN;
    }
    double scale = 0;
    for (int k = 0; k < scales.length; k++) {
      scale += StrictMath.log(scales[k]) * valueCount(k) / sums.targetCount();
    }
    return meanLoss() + scale;
  }

  /** Precision, recall and F1 of all labels taken together, and the number of true ones. */
  public ClassMetrics microAverage() {
    return ClassMetrics.of(
        total(sums.truePositive()), total(sums.predicted()), total(sums.actual()));
  }

  private static long total(long @Nullable [] counts) {
    return counts == null ? 0 : Arrays.stream(counts).sum();
  }

  /** Figures of each class or label; empty for values, and for more classes than are counted. */
  public List<ClassMetrics> perClass() {
    long[] truePositive = sums.truePositive();
    long[] predicted = sums.predicted();
    long[] actual = sums.actual();
    List<ClassMetrics> classes = new ArrayList<>();
    if (truePositive != null && predicted != null && actual != null) {
      for (int i = 0; i < truePositive.length; i++) {
        classes.add(ClassMetrics.of(truePositive[i], predicted[i], actual[i]));
      }
    }
    return List.copyOf(classes);
  }

  /** Mean F1 of the classes that occur among targets or predictions; NaN without counts. */
  public double macroF1() {
    long[] predicted = sums.predicted();
    List<ClassMetrics> classes = perClass();
    double sum = 0;
    int count = 0;
    for (int i = 0; i < classes.size(); i++) {
      if (classes.get(i).support() > 0 || (predicted != null && predicted[i] > 0)) {
        sum += classes.get(i).f1();
        count++;
      }
    }
    return sum / count;
  }

  /** Root mean squared error over all outputs, in original units. */
  public double rmse() {
    double squares = 0;
    for (int k = 0; k < scales.length; k++) {
      squares += required(sums.squaredError())[k] * scales[k] * scales[k];
    }
    return Math.sqrt(squares / valueCount());
  }

  /** Root mean squared error of one output, in original units. */
  public double rmse(int output) {
    double squares = required(sums.squaredError())[output];
    return scales[output] * Math.sqrt(squares / valueCount(output));
  }

  /** Mean absolute error over all outputs, in original units. */
  public double mae() {
    double absolute = 0;
    for (int k = 0; k < scales.length; k++) {
      absolute += required(sums.absoluteError())[k] * scales[k];
    }
    return absolute / valueCount();
  }

  /** Mean absolute error of one output, in original units. */
  public double mae(int output) {
    return scales[output] * required(sums.absoluteError())[output] / valueCount(output);
  }

  /**
   * The figures of the whole, by the names that reports and histories use: {@code loss}; {@code
   * bitsPerSymbol}, {@code perplexity} and {@code accuracy} for next symbols; {@code accuracy} and
   * {@code macroF1} for classes; {@code rmse} and {@code mae} for values, with {@code
   * negativeLogLikelihood} if densities are predicted; {@code microF1}, {@code microPrecision},
   * {@code microRecall} and {@code macroF1} for labels; {@code labelErrorRate} and {@code accuracy}
   * for label sequences. One that is not finite is left out.
   */
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    putFinite(metrics, "loss", meanLoss());
    switch (sums.kind()) {
      case NEXT_SYMBOL -> {
        putFinite(metrics, "bitsPerSymbol", bitsPerSymbol());
        putFinite(metrics, "perplexity", perplexity());
        putFinite(metrics, "accuracy", accuracy());
      }
      case CLASS -> {
        putFinite(metrics, "accuracy", accuracy());
        putFinite(metrics, "macroF1", macroF1());
      }
      case VALUES -> {
        putFinite(metrics, "negativeLogLikelihood", negativeLogLikelihood());
        putFinite(metrics, "rmse", rmse());
        putFinite(metrics, "mae", mae());
      }
      case LABELS -> {
        if (targetCount() == 0) {
          break;
        }
        ClassMetrics micro = microAverage();
        putFinite(metrics, "microF1", micro.f1());
        putFinite(metrics, "microPrecision", micro.precision());
        putFinite(metrics, "microRecall", micro.recall());
        putFinite(metrics, "macroF1", macroF1());
      }
      case LABEL_SEQUENCE -> {
        putFinite(metrics, "labelErrorRate", labelErrorRate());
        putFinite(metrics, "accuracy", accuracy());
      }
    }
    return metrics;
  }

  /**
   * Everything as numbers, strings, lists and maps, ready to be written as JSON: {@link #metrics},
   * {@code targets}, and {@code classes}, {@code labels} or {@code outputs}, a list with one map
   * each.
   *
   * @param names of the classes, labels or outputs, in order; where there are none, their numbers
   */
  public Map<String, Object> toMap(List<String> names) {
    Map<String, Object> map = new LinkedHashMap<>(metrics());
    map.put("targets", targetCount());
    if (sums.kind() == TargetKind.CLASS && !perClass().isEmpty()) {
      map.put("classes", classMaps("class", names));
    } else if (sums.kind() == TargetKind.LABELS) {
      map.put("labels", classMaps("label", names));
    } else if (sums.kind() == TargetKind.VALUES) {
      map.put("outputs", outputMaps(names));
    }
    return map;
  }

  private List<Map<String, Object>> classMaps(String title, List<String> names) {
    List<Map<String, Object>> maps = new ArrayList<>();
    List<ClassMetrics> classes = perClass();
    for (int i = 0; i < classes.size(); i++) {
      ClassMetrics figures = classes.get(i);
      Map<String, Object> map = new LinkedHashMap<>();
      map.put(title, name(names, i));
      map.put("precision", figures.precision());
      map.put("recall", figures.recall());
      map.put("f1", figures.f1());
      map.put("support", figures.support());
      maps.add(map);
    }
    return maps;
  }

  private List<Map<String, Object>> outputMaps(List<String> names) {
    List<Map<String, Object>> maps = new ArrayList<>();
    for (int k = 0; k < scales.length; k++) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("output", name(names, k));
      putFinite(map, "rmse", rmse(k));
      putFinite(map, "mae", mae(k));
      map.put("targets", valueCount(k));
      maps.add(map);
    }
    return maps;
  }

  /** The name of a class, label or output; where it has none, its number. */
  public static String name(List<String> names, int index) {
    return index < names.size() ? names.get(index) : Integer.toString(index);
  }

  /** Values compared for one output. */
  long valueCount(int output) {
    long[] counts = sums.valueCount();
    if (counts == null) {
      throw notValues();
    }
    return counts[output];
  }

  private long valueCount() {
    long count = 0;
    for (int k = 0; k < scales.length; k++) {
      count += valueCount(k);
    }
    return count;
  }

  private static void putFinite(Map<String, ? super Double> map, String name, double value) {
    if (Double.isFinite(value)) {
      map.put(name, value);
    }
  }

  private static double[] required(double @Nullable [] errors) {
    if (errors == null) {
      throw notValues();
    }
    return errors;
  }

  private static IllegalStateException notValues() {
    return new IllegalStateException("the targets are classes, not values");
  }
}
