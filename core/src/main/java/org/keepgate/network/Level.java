package org.keepgate.network;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keepgate.math.Matrix;
import org.keepgate.sequence.Minibatch;

/**
 * One level of the stack: a recurrent layer, or two that run in opposite directions of time, and
 * what stands between them and the level above.
 *
 * <pre>
 *   y = [h→, h←]        the outputs of both directions, side by side
 *   y = y + x           with residual connections; x is the level's input
 *   y = y ∘ mask        with dropout
 * </pre>
 *
 * <p>A level of one direction without any of this hands on its layer's outputs themselves.
 */
final class Level {
  private final RecurrentLayer[] directions; // arrays: to walk over them allocates nothing
  private final Matrix[] hidden; // the outputs of each direction
  private final Signal output;
  private final @Nullable Signal residual; // the level's input
  private final @Nullable Dropout dropout;
  private final float[] row;
  private final float[] other;

  /**
   * A level that hands on {@code output}.
   *
   * @param hidden outputs of each direction; a single one may be the output itself
   * @param residual what is added to the outputs, or nothing
   * @param dropout works on the output in place, or copies the only direction's outputs to it
   */
  Level(
      List<RecurrentLayer> directions,
      List<Matrix> hidden,
      Signal output,
      @Nullable Signal residual,
      @Nullable Dropout dropout) {
    this.directions = directions.toArray(new RecurrentLayer[0]);
    this.hidden = hidden.toArray(new Matrix[0]);
    this.output = output;
    this.residual = residual;
    this.dropout = dropout;
    row = new float[output.values().columns()];
    other = new float[row.length];
  }

  /** The layer of a direction: 0 runs forward in time, 1 in reverse. */
  RecurrentLayer direction(int direction) {
    return directions[direction];
  }

  Signal output() {
    return output;
  }

  void setParameters(float[] parameters) {
    for (RecurrentLayer layer : directions) {
      layer.setParameters(parameters);
    }
  }

  /** Sets what the first step starts from: the carried state, or zeros. */
  void startFrom(float[] carried, int offset, Minibatch batch) {
    for (RecurrentLayer layer : directions) {
      layer.startFrom(carried, offset, batch); // of two directions nothing is carried
    }
  }

  /** Keeps the state in which each row ended; two directions carry nothing. */
  void carry(float[] carried, int offset, Minibatch batch) {
    if (directions.length == 1) {
      directions[0].carry(carried, offset, batch);
    }
  }

  void forward(Minibatch batch, float[] parameters, boolean training, long dropoutSeed) {
    for (RecurrentLayer layer : directions) {
      layer.forward(batch, parameters, training);
    }
    if (hidden.length > 1 || residual != null) {
      for (int n = 0; n < batch.totalRows(); n++) {
        join(n);
      }
    }
    if (dropout != null) {
      dropout.forward(batch, training, dropoutSeed);
    }
  }

  private void join(int n) {
    int columns = 0;
    for (Matrix part : hidden) {
      part.buffer().get(part.offset() + n * part.stride(), row, columns, part.columns());
      columns += part.columns();
    }
    if (residual != null) {
      addRow(residual.values(), n, row);
    }
    Matrix joined = output.values();
    joined.buffer().put(joined.offset() + n * joined.stride(), row, 0, columns);
  }

  /** From ∂L/∂output, in its place: the gradient of the level, and ∂L/∂input below it. */
  void backward(Minibatch batch, float[] parameters, float[] gradient) {
    backward(batch, parameters, gradient, null);
  }

  /** The same under the eyes of a tap, which sees the direction that is forward in time. */
  void backward(
      Minibatch batch, float[] parameters, float[] gradient, RecurrentLayer.@Nullable StepTap tap) {
    Matrix error = output.error();
    if (dropout != null && error != null) {
      dropout.backward(error, batch.totalRows());
    }
    for (int k = 0; k < directions.length; k++) {
      directions[k].backward(batch, parameters, gradient, k == 0 ? tap : null);
    }
    if (residual != null && residual.error() != null && error != null) {
      for (int n = 0; n < batch.totalRows(); n++) {
        handDown(n, error, residual.error());
      }
    }
  }

  /** The packed row at which the way back first met a δ that is not finite; −1 if it met none. */
  int firstBadError(int packedRows) {
    int row = -1;
    for (int k = 0; k < directions.length && row < 0; k++) {
      row = directions[k].firstBadError(packedRows);
    }
    return row;
  }

  /** Adds the gradient of what the objective has besides the losses. */
  void addPenalties(Minibatch batch, float[] gradient) {
    for (RecurrentLayer layer : directions) {
      layer.addPenalty(batch, gradient);
    }
  }

  private void handDown(int n, Matrix error, Matrix below) {
    int at = below.offset() + n * below.stride();
    below.buffer().get(at, row, 0, row.length);
    addRow(error, n, row);
    below.buffer().put(at, row, 0, row.length);
  }

  private void addRow(Matrix from, int n, float[] to) {
    from.buffer().get(from.offset() + n * from.stride(), other, 0, other.length);
    for (int j = 0; j < to.length; j++) {
      to[j] += other[j];
    }
  }
}
