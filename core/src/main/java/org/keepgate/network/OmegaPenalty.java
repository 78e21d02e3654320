package org.keepgate.network;

import java.util.Arrays;
import org.keepgate.cell.VanillaActivation;
import org.keepgate.math.GemmSession;
import org.keepgate.math.Matrix;
import org.keepgate.math.OuterProduct;
import org.keepgate.parameter.ParameterView;

/**
 * The regulariser Ω of Pascanu, Mikolov and Bengio (2013, equations 9 and 10) for a layer of plain
 * recurrent units: error should keep its length on its way back in time.
 *
 * <pre>
 *   u = δ(k+1)                    error of a step                        1 × H
 *   v = (u R) ∘ σ'(a(k))          what arrives at the step before        1 × H
 *   Ω_k = (‖v‖/‖u‖ − 1)²
 *   ∂Ω_k/∂R = uᵀ w,  w = 2 (‖v‖/‖u‖ − 1) / (‖u‖ ‖v‖) · v ∘ σ'(a(k))
 * </pre>
 *
 * <p>Only R where it stands here is differentiated; u and a(k) are held constant. A step whose
 * error has vanished beyond recovery has no Ω: w grows as 1/‖u‖, beyond the range of a float. The
 * objective gets strength · Ω, summed over a sequence's steps and averaged over the sequences of a
 * minibatch; reported losses are without it.
 */
final class OmegaPenalty {
  /** Length of an error that counts as none. */
  private static final double VANISHED = 1e-30;

  private final double strength;
  private final VanillaActivation activation;
  private final ParameterView weights;
  private final Matrix delta; // N × H: u
  private final Matrix previousHidden; // N × H: h(k) = σ(a(k)) beside the u of its next step
  private final Matrix flow; // B × H: u R of the step at work
  private final Matrix arriving; // N × H: w
  private final Matrix sum; // H × H
  private final OuterProduct product;
  private final float[] u;
  private final float[] h;
  private final float[] v;
  private final float[] gradientOfWeights;

  /**
   * A penalty on one layer.
   *
   * @param recurrence the layer's only product, whose operand is h'
   */
  OmegaPenalty(
      GemmSession session, double strength, VanillaActivation activation, Recurrence recurrence) {
    this.strength = strength;
    this.activation = activation;
    weights = recurrence.weights().view();
    delta = recurrence.result();
    previousHidden = recurrence.operand();
    flow = recurrence.dOperand();
    arriving = Workspace.matrix(session, delta.rows(), delta.columns());
    sum = Workspace.matrix(session, weights.rows(), weights.columns());
    product = session.outerProduct(delta, arriving, false, sum);
    u = new float[delta.columns()];
    h = new float[delta.columns()];
    v = new float[delta.columns()];
    gradientOfWeights = new float[weights.size()];
  }

  /** Takes a step whose error has just flowed back; {@code rows} of them have a step before. */
  void step(LayerStep step, int rows) {
    for (int row = 0; row < step.rows(); row++) {
      int n = step.firstRow() + row;
      if (row < rows) {
        read(delta, n, u);
        read(previousHidden, n, h);
        read(flow, row, v);
        activation.timesDerivative(h, v, v.length);
        arrive();
      } else {
        Arrays.fill(v, 0);
      }
      arriving.buffer().put(arriving.offset() + n * arriving.stride(), v, 0, v.length);
    }
  }

  /** From v to w. */
  private void arrive() {
    double lengthOfU = length(u);
    double lengthOfV = length(v);
    boolean flows = lengthOfU > VANISHED && lengthOfV > VANISHED;
    double factor = flows ? 2 * (lengthOfV / lengthOfU - 1) / (lengthOfU * lengthOfV) : 0;
    for (int j = 0; j < v.length; j++) {
      v[j] = (float) (factor * v[j]); // the factor alone may be beyond the range of a float
    }
    activation.timesDerivative(h, v, v.length);
  }

  /** Adds the gradient of all steps of a minibatch of so many sequences. */
  void addGradient(int packedRows, int sequences, float[] gradient) {
    product.run(0, 0, packedRows);
    sum.buffer().get(sum.offset(), gradientOfWeights, 0, gradientOfWeights.length);
    float factor = (float) (strength / sequences);
    for (int j = 0; j < gradientOfWeights.length; j++) {
      gradient[weights.offset() + j] += factor * gradientOfWeights[j];
    }
  }

  private static double length(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  private static void read(Matrix matrix, int row, float[] into) {
    matrix.buffer().get(matrix.offset() + row * matrix.stride(), into, 0, into.length);
  }
}
