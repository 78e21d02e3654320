package org.keepgate.network;

import java.util.Arrays;
import org.keepgate.math.Matrix;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.Minibatch;

/** Symbols to vectors: row v of a V × E table for symbol v; the gradient is scattered back. */
final class Embedding {
  private final ParameterView table;
  private final Matrix vectors; // N × E
  private final Matrix dVectors; // N × E
  private final SymbolGroups groups;
  private final float[] row;
  private final float[] sum;
  private float[] parameters = new float[0];

  Embedding(ParameterView table, Matrix vectors, Matrix dVectors) {
    this.table = table;
    this.vectors = vectors;
    this.dVectors = dVectors;
    groups = new SymbolGroups(table.rows());
    row = new float[table.columns()];
    sum = new float[table.columns()];
  }

  void setParameters(float[] newParameters) {
    parameters = newParameters;
  }

  void forward(Minibatch batch) {
    for (int n = 0; n < batch.totalRows(); n++) {
      int from = table.index(batch.symbols()[n], 0);
      vectors.buffer().put(n * vectors.stride(), parameters, from, row.length);
    }
  }

  void backward(Minibatch batch, float[] gradient) {
    groups.group(batch.symbols(), batch.totalRows());
    for (int symbol = 0; symbol < groups.symbols(); symbol++) {
      Arrays.fill(sum, 0);
      for (int position = groups.begin(symbol); position < groups.end(symbol); position++) {
        dVectors.buffer().get(groups.row(position) * dVectors.stride(), row, 0, row.length);
        for (int j = 0; j < sum.length; j++) {
          sum[j] += row[j];
        }
      }
      System.arraycopy(sum, 0, gradient, table.index(symbol, 0), sum.length);
    }
  }
}
