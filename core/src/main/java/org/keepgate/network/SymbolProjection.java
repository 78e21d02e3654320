package org.keepgate.network;

import java.util.Arrays;
import org.keepgate.math.Matrix;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.Minibatch;

/**
 * Input projection of symbols: W x of a one-hot x is a column of W, so that nothing is multiplied.
 * The weights are stored column after column; forward gathers, backward scatters.
 *
 * <pre>
 *   Z_n = W[:, symbol(n)] + b
 *   ∂L/∂W[:, v] = Σ_{n: symbol(n) = v} δ_n,   ∂L/∂b = Σ_v ∂L/∂W[:, v]
 * </pre>
 */
final class SymbolProjection implements InputProjection {
  private final ParameterView weightsView;
  private final ParameterView biasView;
  private final Matrix preActivations;
  private final SymbolGroups groups;
  private final float[] bias;
  private final float[] column;
  private final float[] row;
  private final ColumnSums biasGradient;
  private float[] parameters = new float[0];

  SymbolProjection(ParameterView weightsView, ParameterView biasView, Matrix preActivations) {
    this.weightsView = weightsView;
    this.biasView = biasView;
    this.preActivations = preActivations;
    groups = new SymbolGroups(weightsView.columns());
    bias = new float[biasView.size()];
    column = new float[biasView.size()];
    row = new float[biasView.size()];
    biasGradient = new ColumnSums(biasView.size());
  }

  @Override
  public void setParameters(float[] newParameters) {
    parameters = newParameters;
    System.arraycopy(parameters, biasView.offset(), bias, 0, bias.length);
  }

  @Override
  public void forward(Minibatch batch) {
    groups.group(batch.symbols(), batch.totalRows());
    for (int symbol = 0; symbol < groups.symbols(); symbol++) {
      int end = groups.end(symbol);
      int position = groups.begin(symbol);
      if (position < end) {
        System.arraycopy(parameters, weightsView.index(0, symbol), column, 0, column.length);
        add(bias, column);
        for (; position < end; position++) {
          int at = groups.row(position) * preActivations.stride();
          preActivations.buffer().put(at, column, 0, column.length);
        }
      }
    }
  }

  @Override
  public void backward(Minibatch batch, float[] gradient) {
    biasGradient.reset();
    for (int symbol = 0; symbol < groups.symbols(); symbol++) {
      Arrays.fill(column, 0);
      int end = groups.end(symbol);
      int begin = groups.begin(symbol);
      for (int position = begin; position < end; position++) {
        int at = groups.row(position) * preActivations.stride();
        preActivations.buffer().get(at, row, 0, row.length);
        add(row, column);
      }
      System.arraycopy(column, 0, gradient, weightsView.index(0, symbol), column.length);
      if (begin < end) {
        biasGradient.add(column);
      }
    }
    biasGradient.store(gradient, biasView);
  }

  private static void add(float[] from, float[] to) {
    for (int j = 0; j < to.length; j++) {
      to[j] += from[j];
    }
  }
}
