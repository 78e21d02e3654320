package org.keepgate.network;

import java.util.Arrays;
import org.keepgate.head.MetricSink;
import org.keepgate.head.OutputHead;
import org.keepgate.head.RowTarget;
import org.keepgate.math.GemmSession;
import org.keepgate.math.Matrix;
import org.keepgate.math.OuterProduct;
import org.keepgate.math.RowProduct;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.TargetKind;

/**
 * The last product, h Wᵀ + b, and the head behind it, over the packed rows that have a target:
 * those rows are gathered first, so that nothing is computed for the others.
 */
final class HeadLayer {
  private final OutputHead head;
  private final boolean values;
  private final WeightMatrix weights;
  private final ParameterView biasView;
  private final Matrix hidden; // N × H, the layer below
  private final Matrix dHidden; // N × H
  private final Matrix inputs; // M × H: the rows with a target
  private final Matrix dInputs;
  private final Matrix outputs; // M × O: pre-activations, outputs, then ∂L/∂pre-activations
  private final RowProduct product;
  private final RowProduct inputGradient;
  private final OuterProduct weightGradient;
  private final RowTarget target;
  private final float[] bias;
  private final float[] row;
  private final ColumnSums biasGradient;
  private final int[] targetRows; // packed row of each gathered row
  private int targets;

  HeadLayer(
      GemmSession session,
      OutputHead head,
      TargetKind kind,
      NetworkParameters parameters,
      Matrix hidden,
      Matrix dHidden) {
    this.head = head;
    this.hidden = hidden;
    this.dHidden = dHidden;
    values = kind == TargetKind.VALUES;
    biasView = parameters.headBias();
    weights = new WeightMatrix(session, parameters.headWeights());
    int capacity = hidden.rows();
    int outputSize = biasView.size();
    inputs = Workspace.matrix(session, capacity, hidden.columns());
    dInputs = Workspace.matrix(session, capacity, hidden.columns());
    outputs = Workspace.matrix(session, capacity, outputSize);
    product = session.rowProduct(inputs, weights.weights(), true, false, outputs, capacity);
    inputGradient = session.rowProduct(outputs, weights.weights(), false, false, dInputs, capacity);
    weightGradient = session.outerProduct(outputs, inputs, false, weights.gradient());
    target = new RowTarget(values ? outputSize : 0);
    bias = new float[outputSize];
    row = new float[outputSize];
    biasGradient = new ColumnSums(outputSize);
    targetRows = new int[capacity];
  }

  void setParameters(float[] parameters) {
    weights.load(parameters);
    System.arraycopy(parameters, biasView.offset(), bias, 0, bias.length);
  }

  void forward(Minibatch batch, MetricSink sums) {
    gatherTargetRows(batch);
    product.run(0, 0, targets);
    for (int m = 0; m < targets; m++) {
      readOutputs(m, row);
      for (int k = 0; k < row.length; k++) {
        row[k] += bias[k];
      }
      head.activate(row);
      outputs.buffer().put(m * outputs.stride(), row, 0, row.length);
      setTarget(batch, m);
      head.score(row, target, sums);
    }
  }

  void backward(Minibatch batch, float[] gradient) {
    biasGradient.reset();
    for (int m = 0; m < targets; m++) {
      readOutputs(m, row);
      setTarget(batch, m);
      head.differentiate(row, target);
      outputs.buffer().put(m * outputs.stride(), row, 0, row.length);
      biasGradient.add(row);
    }
    weightGradient.run(0, 0, targets);
    inputGradient.run(0, 0, targets);
    scatterToTargetRows(batch);
    weights.storeGradient(gradient);
    biasGradient.store(gradient, biasView);
  }

  /** Outputs of a packed row that has a target. */
  void outputs(int packedRow, float[] into) {
    int m = Arrays.binarySearch(targetRows, 0, targets, packedRow);
    if (m < 0) {
      throw new IllegalArgumentException(
          "packed row " + packedRow + " has no target, so no output");
    }
    readOutputs(m, into);
  }

  private void gatherTargetRows(Minibatch batch) {
    targets = 0;
    for (int n = 0; n < batch.totalRows(); n++) {
      if (hasTarget(batch, n)) {
        int from = hidden.offset() + n * hidden.stride();
        hidden.buffer().copyTo(from, inputs.buffer(), targets * inputs.stride(), inputs.columns());
        targetRows[targets++] = n;
      }
    }
  }

  private void scatterToTargetRows(Minibatch batch) {
    if (targets < batch.totalRows()) {
      dHidden.buffer().zero(0, batch.totalRows() * dHidden.stride());
    }
    for (int m = 0; m < targets; m++) {
      int to = targetRows[m] * dHidden.stride();
      dInputs.buffer().copyTo(m * dInputs.stride(), dHidden.buffer(), to, dInputs.columns());
    }
  }

  private boolean hasTarget(Minibatch batch, int n) {
    if (!values) {
      return batch.targetClasses()[n] >= 0;
    }
    for (int k = 0; k < row.length; k++) {
      if (!Float.isNaN(batch.targetValues()[n * row.length + k])) {
        return true;
      }
    }
    return false;
  }

  private void setTarget(Minibatch batch, int m) {
    if (values) {
      target.set(batch.targetValues(), targetRows[m] * row.length);
    } else {
      target.set(batch.targetClasses()[targetRows[m]]);
    }
  }

  private void readOutputs(int m, float[] into) {
    outputs.buffer().get(m * outputs.stride(), into, 0, row.length);
  }

  int targets() {
    return targets;
  }
}
