package org.keepgate.evaluation;

import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.keepgate.head.MetricSink;
import org.keepgate.sequence.TargetKind;

/**
 * Sums from which every metric is derived; sums travel and are added in a fixed order, the division
 * happens once, in {@link Evaluation}.
 *
 * <p>A target is a time step with something to predict. Per-class counts are kept for up to {@link
 * #MAX_CLASSES_COUNTED} classes.
 */
public final class MetricSums implements MetricSink, Serializable {
  private static final long serialVersionUID = 1L;

  /** With more classes than this, only loss and accuracy are kept; labels are always counted. */
  public static final int MAX_CLASSES_COUNTED = 1000;

  private final TargetKind kind;
  private final int outputSize;
  private double lossSum;
  private double lossWeight;
  private long targetCount;
  private long predictions;
  private long correct;
  private long densities;
  private long labels;
  private long labelErrors;
  private final long @Nullable [] truePositive;
  private final long @Nullable [] predicted;
  private final long @Nullable [] actual;
  private final long @Nullable [] valueCount;
  private final double @Nullable [] squaredError;
  private final double @Nullable [] absoluteError;

  /**
   * Nothing added yet.
   *
   * @param outputSize symbols, classes, values a step, or labels
   */
  public MetricSums(TargetKind kind, int outputSize) {
    if (outputSize <= 0) {
      throw new IllegalArgumentException("outputSize must be positive, got " + outputSize);
    }
    this.kind = kind;
    this.outputSize = outputSize;
    boolean values = kind == TargetKind.VALUES;
    boolean classes =
        switch (kind) {
          case NEXT_SYMBOL, CLASS -> outputSize <= MAX_CLASSES_COUNTED;
          case LABELS -> true;
          case VALUES, LABEL_SEQUENCE -> false;
        };
    this.truePositive = classes ? new long[outputSize] : null;
    this.predicted = classes ? new long[outputSize] : null;
    this.actual = classes ? new long[outputSize] : null;
    this.valueCount = values ? new long[outputSize] : null;
    this.squaredError = values ? new double[outputSize] : null;
    this.absoluteError = values ? new double[outputSize] : null;
  }

  /**
   * Adds one target with a class or symbol.
   *
   * @param predictedClass {@link MetricSink#NOT_PREDICTED}: only the loss counts
   * @param lossNats −ln of the probability given to the target
   */
  @Override
  public void addClass(int target, int predictedClass, double lossNats) {
    addClass(target, predictedClass, lossNats, 1);
  }

  @Override
  public void addClass(int target, int predictedClass, double lossNats, double weight) {
    if (kind != TargetKind.NEXT_SYMBOL && kind != TargetKind.CLASS) {
      throw other("a class");
    }
    addLoss(lossNats, weight);
    if (predictedClass == NOT_PREDICTED) {
      return;
    }
    predictions++;
    boolean hit = target == predictedClass;
    if (hit) {
      correct++;
    }
    if (truePositive != null && predicted != null && actual != null) {
      actual[target]++;
      predicted[predictedClass]++;
      if (hit) {
        truePositive[target]++;
      }
    }
  }

  /**
   * Adds one target of values.
   *
   * @param target NaN where an output has no target at this step
   * @param outputs how many entries of the two arrays count: the output size
   * @param loss of this step, over its outputs
   */
  @Override
  public void addValues(float[] target, float[] prediction, int outputs, double loss) {
    if (valueCount == null || squaredError == null || absoluteError == null) {
      throw other("values");
    }
    addLoss(loss, 1);
    for (int output = 0; output < outputs; output++) {
      float wanted = target[output];
      if (!Float.isNaN(wanted)) {
        double error = (double) prediction[output] - wanted;
        valueCount[output]++;
        squaredError[output] += error * error;
        absoluteError[output] += Math.abs(error);
      }
    }
  }

  /** Adds one target of values with its density; the errors are those of the density's mean. */
  @Override
  public void addDensity(float[] target, float[] mean, int outputs, double loss) {
    addValues(target, mean, outputs, loss);
    densities++;
  }

  /** Adds one target of labels; one with a probability of at least ½ is predicted. */
  @Override
  public void addLabels(float[] target, float[] probability, int count, double loss) {
    if (kind != TargetKind.LABELS || truePositive == null || predicted == null || actual == null) {
      throw other("labels");
    }
    addLoss(loss, 1);
    for (int k = 0; k < count; k++) {
      if (!Float.isNaN(target[k])) {
        int wanted = target[k] == 1 ? 1 : 0;
        int given = probability[k] >= 0.5f ? 1 : 0;
        actual[k] += wanted;
        predicted[k] += given;
        truePositive[k] += wanted & given;
      }
    }
  }

  /** Adds one label sequence; {@link #correct} counts those without an error. */
  @Override
  public void addLabelSequence(int count, int errors, double loss) {
    if (kind != TargetKind.LABEL_SEQUENCE) {
      throw other("a label sequence");
    }
    addLoss(loss, 1);
    predictions++;
    correct += errors == 0 ? 1 : 0;
    labels += count;
    labelErrors += errors;
  }

  private void addLoss(double loss, double weight) {
    lossSum += weight * loss;
    lossWeight += weight;
    targetCount++;
  }

  private IllegalStateException other(String what) {
    return new IllegalStateException("these sums are of " + describe() + ", got " + what);
  }

  /** Adds what another has summed. */
  public void add(MetricSums other) {
    if (kind != other.kind || outputSize != other.outputSize) {
      throw new IllegalArgumentException(
          "cannot add sums of " + other.describe() + " to sums of " + describe());
    }
    lossSum += other.lossSum;
    lossWeight += other.lossWeight;
    targetCount += other.targetCount;
    predictions += other.predictions;
    correct += other.correct;
    densities += other.densities;
    labels += other.labels;
    labelErrors += other.labelErrors;
    addAll(truePositive, other.truePositive);
    addAll(predicted, other.predicted);
    addAll(actual, other.actual);
    addAll(valueCount, other.valueCount);
    addAll(squaredError, other.squaredError);
    addAll(absoluteError, other.absoluteError);
  }

  /** Back to nothing added. */
  public void reset() {
    lossSum = 0;
    lossWeight = 0;
    targetCount = 0;
    predictions = 0;
    correct = 0;
    densities = 0;
    labels = 0;
    labelErrors = 0;
    zero(truePositive);
    zero(predicted);
    zero(actual);
    zero(valueCount);
    zero(squaredError);
    zero(absoluteError);
  }

  public TargetKind kind() {
    return kind;
  }

  public int outputSize() {
    return outputSize;
  }

  /** Sum of the losses of all targets, each times its weight; nats but for errors of values. */
  public double lossSum() {
    return lossSum;
  }

  /** How many targets were added. */
  public long targetCount() {
    return targetCount;
  }

  /** Sum of the weights of all targets: their number, unless classes have weights. */
  public double lossWeight() {
    return lossWeight;
  }

  /** Loss per target, as a weighted mean where classes have weights; NaN if there was none. */
  public double meanLoss() {
    return lossWeight == 0 ? Double.NaN : lossSum / lossWeight;
  }

  /** Targets for which the most probable class, or label sequence, was looked for. */
  public long predictions() {
    return predictions;
  }

  /** Targets for which it was the right one. */
  public long correct() {
    return correct;
  }

  /** Whether values were predicted by a density, whose loss is a negative log-likelihood. */
  public boolean ofDensities() {
    return densities > 0;
  }

  /** Labels of all true label sequences. */
  public long labels() {
    return labels;
  }

  /** Insertions, deletions and substitutions between true and predicted label sequences. */
  public long labelErrors() {
    return labelErrors;
  }

  /**
   * Per class or label, targets of it that were predicted; null if classes are not counted. Not a
   * copy.
   */
  public long @Nullable [] truePositive() {
    return truePositive;
  }

  /**
   * Per class or label, how often it was predicted; null if classes are not counted. Not a copy.
   */
  public long @Nullable [] predicted() {
    return predicted;
  }

  /**
   * Per class or label, how often it was the target; null if classes are not counted. Not a copy.
   */
  public long @Nullable [] actual() {
    return actual;
  }

  /** Per output, how many values were compared; null for classes. Not a copy. */
  public long @Nullable [] valueCount() {
    return valueCount;
  }

  /**
   * Per output, Σ (prediction − target)², in the units of the network; null for classes. Not a
   * copy.
   */
  public double @Nullable [] squaredError() {
    return squaredError;
  }

  /**
   * Per output, Σ |prediction − target|, in the units of the network; null for classes. Not a copy.
   */
  public double @Nullable [] absoluteError() {
    return absoluteError;
  }

  private String describe() {
    return kind + " with " + outputSize + " outputs";
  }

  private static void addAll(long @Nullable [] sums, long @Nullable [] more) {
    if (sums != null && more != null) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += more[i];
      }
    }
  }

  private static void addAll(double @Nullable [] sums, double @Nullable [] more) {
    if (sums != null && more != null) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += more[i];
      }
    }
  }

  private static void zero(long @Nullable [] sums) {
    if (sums != null) {
      Arrays.fill(sums, 0L);
    }
  }

  private static void zero(double @Nullable [] sums) {
    if (sums != null) {
      Arrays.fill(sums, 0.0);
    }
  }
}
