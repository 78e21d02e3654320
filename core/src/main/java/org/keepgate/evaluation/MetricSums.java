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

  /** With more classes than this, only loss and accuracy are kept. */
  public static final int MAX_CLASSES_COUNTED = 1000;

  private final TargetKind kind;
  private final int outputSize;
  private double lossSum;
  private long targetCount;
  private long correct;
  private final long @Nullable [] truePositive;
  private final long @Nullable [] predicted;
  private final long @Nullable [] actual;
  private final long @Nullable [] valueCount;
  private final double @Nullable [] squaredError;
  private final double @Nullable [] absoluteError;

  /**
   * Nothing added yet.
   *
   * @param outputSize symbols, classes, or values a step
   */
  public MetricSums(TargetKind kind, int outputSize) {
    if (outputSize <= 0) {
      throw new IllegalArgumentException("outputSize must be positive, got " + outputSize);
    }
    this.kind = kind;
    this.outputSize = outputSize;
    boolean values = kind == TargetKind.VALUES;
    boolean classes = !values && outputSize <= MAX_CLASSES_COUNTED;
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
   * @param lossNats −ln of the probability given to the target
   */
  @Override
  public void addClass(int target, int predictedClass, double lossNats) {
    if (kind == TargetKind.VALUES) {
      throw new IllegalStateException("these sums are of values, got a class");
    }
    lossSum += lossNats;
    targetCount++;
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
      throw new IllegalStateException("these sums are of classes, got values");
    }
    lossSum += loss;
    targetCount++;
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

  /** Adds what another has summed. */
  public void add(MetricSums other) {
    if (kind != other.kind || outputSize != other.outputSize) {
      throw new IllegalArgumentException(
          "cannot add sums of " + other.describe() + " to sums of " + describe());
    }
    lossSum += other.lossSum;
    targetCount += other.targetCount;
    correct += other.correct;
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
    targetCount = 0;
    correct = 0;
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

  /** Sum of the losses of all targets; nats where targets are classes. */
  public double lossSum() {
    return lossSum;
  }

  /** How many targets were added. */
  public long targetCount() {
    return targetCount;
  }

  /** Loss per target; NaN if there was none. */
  public double meanLoss() {
    return targetCount == 0 ? Double.NaN : lossSum / targetCount;
  }

  /** Targets whose most probable class was the right one. */
  public long correct() {
    return correct;
  }

  /** Per class, targets of it that were predicted; null if classes are not counted. Not a copy. */
  public long @Nullable [] truePositive() {
    return truePositive;
  }

  /** Per class, how often it was predicted; null if classes are not counted. Not a copy. */
  public long @Nullable [] predicted() {
    return predicted;
  }

  /** Per class, how often it was the target; null if classes are not counted. Not a copy. */
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
