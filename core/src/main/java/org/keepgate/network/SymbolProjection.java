package org.keepgate.network;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
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
  private final @Nullable Bias bias; // none: adds to what another projection has set
  private final Matrix preActivations;
  private final SymbolGroups groups;
  private final float[] column;
  private final float[] row;
  private float[] parameters = new float[0];

  /**
   * A projection of a minibatch's symbols.
   *
   * @param bias what the columns are added to; none when another projection has been there before
   */
  SymbolProjection(ParameterView weightsView, @Nullable Bias bias, Matrix preActivations) {
    this.weightsView = weightsView;
    this.bias = bias;
    this.preActivations = preActivations;
    groups = new SymbolGroups(weightsView.columns());
    column = new float[weightsView.rows()];
    row = new float[weightsView.rows()];
  }

  @Override
  public void setParameters(float[] newParameters) {
    parameters = newParameters;
    if (bias != null) {
      bias.load(parameters);
    }
  }

  @Override
  public void forward(Minibatch batch) {
    groups.group(batch.symbols(), batch.totalRows());
    for (int symbol = 0; symbol < groups.symbols(); symbol++) {
      int end = groups.end(symbol);
      int position = groups.begin(symbol);
      if (position < end) {
        System.arraycopy(parameters, weightsView.index(0, symbol), column, 0, column.length);
        if (bias != null) {
          add(bias.values(), column);
        }
        for (; position < end; position++) {
          setRow(groups.row(position));
        }
      }
    }
  }

  private void setRow(int n) {
    int at = at(n);
    if (bias != null) {
      preActivations.buffer().put(at, column, 0, column.length);
    } else {
      preActivations.buffer().get(at, row, 0, row.length);
      add(column, row);
      preActivations.buffer().put(at, row, 0, row.length);
    }
  }

  @Override
  public void backward(Minibatch batch, float[] gradient) {
    if (bias != null) {
      bias.beginSum();
    }
    for (int symbol = 0; symbol < groups.symbols(); symbol++) {
      Arrays.fill(column, 0);
      int end = groups.end(symbol);
      int begin = groups.begin(symbol);
      for (int position = begin; position < end; position++) {
        preActivations.buffer().get(at(groups.row(position)), row, 0, row.length);
        add(row, column);
      }
      System.arraycopy(column, 0, gradient, weightsView.index(0, symbol), column.length);
      if (bias != null && begin < end) {
        bias.add(column);
      }
    }
    if (bias != null) {
      bias.endSum(gradient);
    }
  }

  private int at(int n) {
    return preActivations.offset() + n * preActivations.stride();
  }

  private static void add(float[] from, float[] to) {
    for (int j = 0; j < to.length; j++) {
      to[j] += from[j];
    }
  }
}
