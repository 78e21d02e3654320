package org.keepgate.analysis.error;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.keepgate.evaluation.Inference;
import org.keepgate.head.MetricSink;
import org.keepgate.network.Network;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.Standardizer;
import org.keepgate.sequence.TargetKind;

/**
 * Puts what a running network says of its targets where it belongs: the losses of next symbols by
 * sequence and step; classes into a confusion matrix and a calibration; values into residuals.
 *
 * <p>Losses come in the order of the packed rows that have a target; the places are known when the
 * minibatch has run.
 */
public final class PredictionWatcher implements MetricSink, Inference.Visitor {
  private static final int MOST_CLASSES = 1000; // a million counts

  private final TargetKind kind;
  private final float[][] nats; // of next symbols, [sequence][step]
  private final int firstSequence;
  private final @Nullable ConfusionMatrix confusion;
  private final Calibration calibration = new Calibration();
  private final Residuals[] residuals;
  private final float[] probabilities;
  private float[] losses = new float[1024];
  private float[] targets = new float[0]; // [target × output]
  private float[] predictions = new float[0];
  private int count;

  /**
   * Nothing seen yet.
   *
   * @param nats filled in, where the network predicts next symbols: of every sequence as long as
   *     it; else not looked at
   * @param firstSequence number of the share's first sequence in {@code nats}
   * @param units of target values; null: those of the network
   */
  public PredictionWatcher(
      NetworkSpec spec, float[][] nats, int firstSequence, @Nullable Standardizer units) {
    this.kind = spec.format().targetKind();
    this.nats = nats;
    this.firstSequence = firstSequence;
    int outputs = spec.format().outputSize();
    this.confusion =
        kind == TargetKind.CLASS && outputs <= MOST_CLASSES ? new ConfusionMatrix(outputs) : null;
    this.residuals = new Residuals[kind == TargetKind.VALUES ? outputs : 0];
    Arrays.setAll(residuals, k -> new Residuals(units == null ? 1 : units.scale(k)));
    this.probabilities = new float[kind == TargetKind.CLASS ? spec.outputWidth() : 0];
  }

  @Override
  public void addClass(int target, int predicted, double loss) {
    losses = count < losses.length ? losses : Arrays.copyOf(losses, 2 * count);
    losses[count++] = (float) loss;
  }

  @Override
  public void addClass(int target, int predicted, double loss, double weight) {
    addClass(target, predicted, loss);
  }

  @Override
  public void addValues(float[] target, float[] prediction, int outputs, double loss) {
    if (kind != TargetKind.VALUES || outputs != residuals.length) {
      return; // moves of a pen
    }
    int at = count++ * outputs;
    if (targets.length < at + outputs) {
      targets = Arrays.copyOf(targets, 2 * (at + outputs));
      predictions = Arrays.copyOf(predictions, 2 * (at + outputs));
    }
    System.arraycopy(target, 0, targets, at, outputs);
    System.arraycopy(prediction, 0, predictions, at, outputs);
  }

  @Override
  public void addDensity(float[] target, float[] mean, int outputs, double loss) {
    addValues(target, mean, outputs, loss);
  }

  @Override
  public void addLabels(float[] target, float[] probability, int labels, double loss) {}

  @Override
  public void addLabelSequence(int labels, int errors, double loss) {}

  @Override
  public void ran(Network network, Minibatch batch, int before) {
    int seen = 0;
    for (int step = 0; seen < count && step < batch.steps(); step++) {
      for (int row = 0; row < batch.rows(step); row++) {
        int packedRow = batch.firstRow(step) + row;
        if (batch.hasTarget(packedRow)) {
          place(network, batch, packedRow, row, before + step, seen++);
        }
      }
    }
    count = 0;
  }

  private void place(
      Network network, Minibatch batch, int packedRow, int row, int step, int target) {
    switch (kind) {
      case NEXT_SYMBOL -> nats[firstSequence + batch.sequence(row)][step] = losses[target];
      case CLASS -> {
        network.outputs(packedRow, probabilities);
        addClass(batch.targetClasses()[packedRow]);
      }
      case VALUES -> {
        for (int k = 0; k < residuals.length; k++) {
          int at = target * residuals.length + k;
          if (!Float.isNaN(targets[at])) {
            residuals[k].add(predictions[at], targets[at], step);
          }
        }
      }
      case LABELS, LABEL_SEQUENCE -> {}
    }
  }

  private void addClass(int target) {
    int best = 0;
    for (int k = 1; k < probabilities.length; k++) {
      best = probabilities[k] > probabilities[best] ? k : best;
    }
    calibration.add(probabilities[best], best == target);
    if (confusion != null) {
      confusion.add(target, best);
    }
  }

  /** Adds what another has seen of the same network. */
  public void add(PredictionWatcher other) {
    calibration.add(other.calibration);
    if (confusion != null && other.confusion != null) {
      confusion.add(other.confusion);
    }
    for (int k = 0; k < residuals.length; k++) {
      residuals[k].add(other.residuals[k]);
    }
  }

  /** Which class was taken for which; null where there are no classes, or too many. */
  public @Nullable ConfusionMatrix confusion() {
    return confusion;
  }

  /** How sure the network was of its classes, and how right. */
  public Calibration calibration() {
    return calibration;
  }

  /** Errors of each output; none where no values are predicted. */
  public Residuals[] residuals() {
    return residuals.clone();
  }
}
