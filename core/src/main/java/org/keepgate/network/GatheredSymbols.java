package org.keepgate.network;

import java.util.Arrays;
import org.keepgate.math.Matrix;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.Minibatch;

/**
 * One addend of a head's pre-activations: the weights' column of the symbol that a row with a
 * target reads.
 */
final class GatheredSymbols implements InputProjection {
  private final TargetRows rows;
  private final ParameterView weightsView; // column after column
  private final Matrix outputs;
  private final float[] row;
  private float[] parameters = new float[0];

  GatheredSymbols(TargetRows rows, ParameterView weightsView, Matrix outputs) {
    this.rows = rows;
    this.weightsView = weightsView;
    this.outputs = outputs;
    row = new float[weightsView.rows()];
  }

  @Override
  public void setParameters(float[] newParameters) {
    parameters = newParameters;
  }

  @Override
  public void forward(Minibatch batch) {
    for (int m = 0; m < rows.count(); m++) {
      int column = weightsView.index(0, batch.symbols()[rows.packedRow(m)]);
      outputs.buffer().get(m * outputs.stride(), row, 0, row.length);
      for (int k = 0; k < row.length; k++) {
        row[k] += parameters[column + k];
      }
      outputs.buffer().put(m * outputs.stride(), row, 0, row.length);
    }
  }

  @Override
  public void backward(Minibatch batch, float[] gradient) {
    int first = weightsView.offset();
    Arrays.fill(gradient, first, first + weightsView.size(), 0);
    for (int m = 0; m < rows.count(); m++) {
      int column = weightsView.index(0, batch.symbols()[rows.packedRow(m)]);
      outputs.buffer().get(m * outputs.stride(), row, 0, row.length);
      for (int k = 0; k < row.length; k++) {
        gradient[column + k] += row[k];
      }
    }
  }
}
