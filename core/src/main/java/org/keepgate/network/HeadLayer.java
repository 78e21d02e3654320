package org.keepgate.network;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keepgate.head.LabelTarget;
import org.keepgate.head.MetricSink;
import org.keepgate.head.Nobody;
import org.keepgate.head.OutputHead;
import org.keepgate.head.RowHead;
import org.keepgate.head.RowTarget;
import org.keepgate.head.SequenceHead;
import org.keepgate.math.Matrix;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.SequenceFormat;

/**
 * The last products, Σ h Wᵀ + b over all that feeds the head, and the head behind them. For a head
 * with a loss of each row the rows with a target are gathered in their packed order, for one with a
 * loss of each sequence they are gathered sequence after sequence.
 */
final class HeadLayer implements OutputLayer {
  private final OutputHead head;
  private final @Nullable RowHead rowHead; // the head is one of these two
  private final @Nullable SequenceHead sequenceHead;
  private final SequenceFormat format;
  private final float clip;
  private final TargetRows rows;
  private final InputProjection[] projections; // an array: to walk over it allocates nothing
  private final Matrix outputs; // M × O: pre-activations, activated, then ∂L/∂pre-activations
  private final @Nullable ParameterView biasView;
  private final float[] bias;
  private final ColumnSums biasGradient;
  private final RowTarget target;
  private final LabelTarget labels = new LabelTarget();
  private final float[] row;
  private float[] sequenceRows = {}; // T × O
  private double weight;

  /**
   * A layer on a workspace.
   *
   * @param clipGradient bound of ∂L/∂pre-activations; 0 = none
   * @param projections from each source to {@code outputs}; the first overwrites, the others add
   */
  HeadLayer(
      OutputHead head,
      SequenceFormat format,
      double clipGradient,
      TargetRows rows,
      List<InputProjection> projections,
      Matrix outputs,
      @Nullable ParameterView biasView) {
    this.head = head;
    rowHead = head instanceof RowHead byRow ? byRow : null;
    sequenceHead = head instanceof SequenceHead bySequence ? bySequence : null;
    this.format = format;
    this.biasView = biasView;
    this.rows = rows;
    this.projections = projections.toArray(new InputProjection[0]);
    this.outputs = outputs;
    clip = clipGradient == 0 ? Float.POSITIVE_INFINITY : (float) clipGradient;
    target = new RowTarget(format.targetKind().hasValues() ? format.outputSize() : 0);
    bias = new float[head.width()];
    biasGradient = new ColumnSums(head.width());
    row = new float[head.width()];
  }

  @Override
  public void setParameters(float[] parameters) {
    for (InputProjection projection : projections) {
      projection.setParameters(parameters);
    }
    if (biasView != null) {
      System.arraycopy(parameters, biasView.offset(), bias, 0, bias.length);
    }
  }

  @Override
  public void forward(Minibatch batch, boolean training, MetricSink sums) {
    gather(batch);
    for (InputProjection projection : projections) {
      projection.forward(batch);
    }
    weight = 0;
    boolean scores = training || sums != Nobody.LISTENS;
    for (int m = 0; m < rows.count(); m++) {
      outputs.buffer().get(m * outputs.stride(), row, 0, row.length);
      for (int k = 0; k < row.length; k++) {
        row[k] += bias[k];
      }
      head.activate(row);
      outputs.buffer().put(m * outputs.stride(), row, 0, row.length);
      if (rowHead != null && scores) {
        setTarget(batch, m);
        rowHead.score(row, target, sums);
        weight += rowHead.weight(target);
      }
    }
    if (sequenceHead != null && scores) {
      score(sequenceHead, batch, sums);
    }
  }

  private void score(SequenceHead sequences, Minibatch batch, MetricSink sums) {
    int first = 0;
    for (int r = 0; r < batch.batchSize(); r++) {
      if (batch.labelCount(r) >= 0) {
        readSequence(batch, r, first);
        sequences.score(sequenceRows, batch.length(r), labels, sums);
        weight++;
        first += batch.length(r);
      }
    }
  }

  @Override
  public void backward(Minibatch batch, float[] gradient) {
    if (sequenceHead != null) {
      differentiate(sequenceHead, batch);
    }
    biasGradient.reset();
    for (int m = 0; m < rows.count(); m++) {
      outputs.buffer().get(m * outputs.stride(), row, 0, row.length);
      if (rowHead != null) {
        setTarget(batch, m);
        rowHead.differentiate(row, target);
      }
      for (int k = 0; k < row.length; k++) {
        row[k] = Math.max(-clip, Math.min(clip, row[k]));
      }
      outputs.buffer().put(m * outputs.stride(), row, 0, row.length);
      biasGradient.add(row);
    }
    if (biasView != null) {
      biasGradient.store(gradient, biasView);
    }
    for (InputProjection projection : projections) {
      projection.backward(batch, gradient);
    }
  }

  private void differentiate(SequenceHead sequences, Minibatch batch) {
    int first = 0;
    for (int r = 0; r < batch.batchSize(); r++) {
      if (batch.labelCount(r) >= 0) {
        int steps = batch.length(r);
        readSequence(batch, r, first);
        sequences.differentiate(sequenceRows, steps, labels);
        outputs.buffer().put(first * outputs.stride(), sequenceRows, 0, steps * row.length);
        first += steps;
      }
    }
  }

  @Override
  public void outputs(int packedRow, float[] into) {
    outputs.buffer().get(rows.place(packedRow) * outputs.stride(), into, 0, row.length);
    head.predict(into);
  }

  @Override
  public int outputWidth() {
    return row.length;
  }

  @Override
  public double weight() {
    return weight;
  }

  private void gather(Minibatch batch) {
    rows.begin(batch.totalRows());
    if (sequenceHead != null) {
      for (int r = 0; r < batch.batchSize(); r++) {
        for (int t = 0; batch.labelCount(r) >= 0 && t < batch.length(r); t++) {
          rows.add(batch.firstRow(t) + r);
        }
      }
      return;
    }
    for (int n = 0; n < batch.totalRows(); n++) {
      if (batch.hasTarget(n)) {
        rows.add(n);
      }
    }
  }

  private void setTarget(Minibatch batch, int m) {
    int n = rows.packedRow(m);
    if (format.targetKind().hasValues()) {
      target.set(batch.targetValues(), n * format.outputSize());
    } else {
      target.set(batch.targetClasses()[n]);
    }
  }

  /**
   * Reads the activated rows and the labels of row r, which were gathered from {@code first} on.
   */
  private void readSequence(Minibatch batch, int r, int first) {
    int size = Math.multiplyExact(batch.length(r), row.length);
    if (sequenceRows.length < size) {
      sequenceRows = new float[size];
    }
    outputs.buffer().get(first * outputs.stride(), sequenceRows, 0, size);
    labels.set(batch.labels(), batch.firstLabel(r), batch.labelCount(r));
  }
}
