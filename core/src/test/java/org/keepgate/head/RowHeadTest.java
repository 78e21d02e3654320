package org.keepgate.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.keepgate.math.RandomStream;

@DisplayName("Heads with a loss of each row: losses and gradients of the textbook's formulas")
class RowHeadTest {
  private static final float NAN = Float.NaN;

  /** Row heads round pre-activations and probabilities to float; a wrong term is off by 1e-2. */
  private static final double ROUNDING = 3e-6;

  /** The loss of a row of pre-activations, in double and straight from its definition. */
  private interface Formula {
    double loss(double[] a);
  }

  private record Case(String name, RowHead head, List<Float> values, int symbol, Formula formula) {
    RowTarget target() {
      RowTarget target = new RowTarget(values.size());
      if (values.isEmpty()) {
        target.set(symbol);
      } else {
        target.set(floats(), 0);
      }
      return target;
    }

    float[] floats() {
      float[] floats = new float[values.size()];
      for (int k = 0; k < floats.length; k++) {
        floats[k] = values.get(k);
      }
      return floats;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Float> VALUES = List.of(0.3f, NAN, -1.2f, 4f);
  private static final List<Float> LABELS = List.of(1f, 0f, NAN, 0f, 1f);
  private static final List<Double> WEIGHTS = List.of(0.5, 2.0, 3.0, 0.25);

  static final List<Case> CASES =
      List.of(
          values("squared error", RegressionHead.squared(4), a -> meanError(a, e -> e * e)),
          values("absolute error", RegressionHead.absolute(4), a -> meanError(a, Math::abs)),
          values(
              "Huber",
              RegressionHead.huber(4, 0.8),
              a -> meanError(a, e -> Math.abs(e) <= 0.8 ? e * e / 2 : 0.8 * (Math.abs(e) - 0.4))),
          new Case(
              "softmax", new SoftmaxHead(4), List.of(), 2, a -> -Math.log(softmax(a, 0, 4)[2])),
          new Case(
              "weighted softmax",
              new SoftmaxHead(4, WEIGHTS),
              List.of(),
              1,
              a -> -2 * Math.log(softmax(a, 0, 4)[1])),
          new Case("labels", new BernoulliHead(5), LABELS, -1, RowHeadTest::bernoulli),
          new Case(
              "mixture density",
              new MixtureDensityHead(3),
              List.of(0.4f),
              -1,
              RowHeadTest::mixture),
          new Case(
              "pen's move and end of stroke",
              new HandwritingHead(2),
              List.of(0.4f, -0.9f, 1f),
              -1,
              a -> move(a) - Math.log(end(a))),
          new Case(
              "pen's move alone",
              new HandwritingHead(2),
              List.of(0.4f, -0.9f, NAN),
              -1,
              RowHeadTest::move),
          new Case(
              "no end of stroke, move unknown",
              new HandwritingHead(2),
              List.of(NAN, -0.9f, 0f),
              -1,
              a -> -Math.log(1 - end(a))));

  private static Case values(String name, RowHead head, Formula formula) {
    return new Case(name, head, VALUES, -1, formula);
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("CASES")
  @DisplayName("the loss is that of the formula, the gradient that of its central differences")
  void agreesWithFormula(Case it) {
    RandomStream random = new RandomStream(17);
    for (int trial = 0; trial < 20; trial++) {
      float[] row = new float[it.head.width()];
      double[] a = new double[row.length];
      for (int k = 0; k < row.length; k++) {
        row[k] = (float) (1.5 * random.nextGaussian());
        a[k] = row[k];
      }
      RowTarget target = it.target();
      LossSum sum = new LossSum();
      it.head.activate(row);
      it.head.score(row, target, sum);
      double loss = it.formula.loss(a);
      assertEquals(loss, sum.loss, ROUNDING * Math.max(1, loss));
      it.head.differentiate(row, target);
      for (int k = 0; k < row.length; k++) {
        double slope = centralDifference(it.formula, a, k);
        assertEquals(slope, row[k], 2 * ROUNDING * Math.max(1, Math.abs(slope)), "column " + k);
      }
    }
  }

  @Test
  @DisplayName("losses stay finite and gradients bounded where probabilities leave the range")
  void farFromTarget() {
    for (Case it : CASES) {
      float[] row = new float[it.head.width()];
      for (int k = 0; k < row.length; k++) {
        row[k] = k % 2 == 0 ? 60 : -60;
      }
      if (it.head instanceof DensityHead) {
        Arrays.fill(row, 1); // σ of e, and a target that is 10⁴ of them away
      }
      RowTarget target = it.target();
      if (it.head instanceof DensityHead) {
        float[] far = it.floats();
        Arrays.fill(far, 0, Math.min(2, far.length), 30000);
        target.set(far, 0);
      }
      LossSum sum = new LossSum();
      it.head.activate(row);
      it.head.score(row, target, sum);
      assertTrue(Double.isFinite(sum.loss), it.name);
      it.head.differentiate(row, target);
      for (float slope : row) {
        assertTrue(Float.isFinite(slope), it.name);
      }
    }
  }

  @Test
  @DisplayName("a correlation next to 1 keeps the precision of 1 − ρ²")
  void correlationNearOne() {
    HandwritingHead head = new HandwritingHead(1);
    float[] row = {0, 0, 0.2f, -0.1f, 0, 0, 9};
    double rho = 1 - 2 * StrictMath.exp(-18) / (1 + StrictMath.exp(-18));
    double rest = 4 * StrictMath.exp(-18) / Math.pow(1 + StrictMath.exp(-18), 2); // 1 − ρ²
    float[] move = {0.5f, 0.2f, NAN};
    double z1 = 0.5f - 0.2f;
    double z2 = 0.2f + 0.1f;
    double z = (z1 - z2) * (z1 - z2) + 2 * (1 - rho) * z1 * z2;
    double expected = Math.log(2 * Math.PI) + Math.log(rest) / 2 + z / (2 * rest);
    RowTarget target = new RowTarget(3);
    target.set(move, 0);
    LossSum sum = new LossSum();
    head.activate(row);
    head.score(row, target, sum);
    assertEquals(expected, sum.loss, 1e-4);
  }

  @Test
  @DisplayName("the weighted mean of a softmax divides by the weights of the targets")
  void weights() {
    SoftmaxHead head = new SoftmaxHead(4, WEIGHTS);
    RowTarget target = new RowTarget(0);
    target.set(2);
    assertEquals(3, head.weight(target));
    assertEquals(1, new SoftmaxHead(4).weight(target));
  }

  @Test
  @DisplayName("draws of a mixture have its mean and variance; a bias narrows them")
  void draws() {
    MixtureDensityHead head = new MixtureDensityHead(2);
    float[] row = {(float) Math.log(3), 0, -1, 2, (float) Math.log(0.5), (float) Math.log(0.2)};
    head.activate(row);
    head.predict(row);
    assertEquals(0.75, row[0], 1e-6);
    assertEquals(0.5, row[4], 1e-6);
    double mean = 0.75 * -1 + 0.25 * 2;
    double variance = 0.75 * (0.25 + 1) + 0.25 * (0.04 + 4) - mean * mean;
    double[] moments = moments(head, row, 0);
    assertEquals(mean, moments[0], 0.03);
    assertEquals(variance, moments[1], 0.05);
    double[] narrow = moments(head, row, 5); // of the likelier component almost alone
    assertEquals(-1, narrow[0], 0.02);
    assertEquals(Math.pow(0.5 * Math.exp(-5), 2), narrow[1], 0.02);
    float[] close = {0.49f, 0.51f, -1, 2, 0.5f, 0.5f};
    assertEquals(2, moments(head, close, 2000)[0], 1e-6, "powers of both would be 0");
  }

  @Test
  @DisplayName("draws of a pen's move have the correlation and the ends of strokes asked for")
  void drawsOfMoves() {
    HandwritingHead head = new HandwritingHead(1);
    float[] row = {(float) Math.log(3), 0, 1, -1, 0, (float) Math.log(2), 0.8f};
    head.activate(row);
    head.predict(row);
    assertEquals(0.25, row[0], 1e-6); // e = 1 / (1 + exp ê)
    double rho = Math.tanh(0.8);
    assertEquals(rho, row[6], 1e-6);
    RandomStream random = new RandomStream(4);
    float[] drawn = new float[3];
    double product = 0;
    double ends = 0;
    int draws = 20000;
    for (int k = 0; k < draws; k++) {
      head.draw(row, 0, random, drawn);
      product += (drawn[0] - 1) * (drawn[1] + 1.0) / 2;
      ends += drawn[2];
    }
    assertEquals(rho, product / draws, 0.03);
    assertEquals(0.25, ends / draws, 0.01);
  }

  private static double[] moments(MixtureDensityHead head, float[] row, double bias) {
    RandomStream random = new RandomStream(3);
    float[] drawn = new float[1];
    double sum = 0;
    double squares = 0;
    int draws = 20000;
    for (int k = 0; k < draws; k++) {
      head.draw(row, bias, random, drawn);
      sum += drawn[0];
      squares += (double) drawn[0] * drawn[0];
    }
    double mean = sum / draws;
    return new double[] {mean, squares / draws - mean * mean};
  }

  private static double centralDifference(Formula formula, double[] a, int k) {
    double step = 1e-6;
    double[] moved = a.clone();
    moved[k] = a[k] + step;
    double above = formula.loss(moved);
    moved[k] = a[k] - step;
    return (above - formula.loss(moved)) / (2 * step);
  }

  private interface ErrorFormula {
    double of(double error);
  }

  private static double meanError(double[] a, ErrorFormula loss) {
    return (loss.of(a[0] - VALUES.get(0))
            + loss.of(a[2] - VALUES.get(2))
            + loss.of(a[3] - VALUES.get(3)))
        / 3;
  }

  private static double bernoulli(double[] a) {
    double loss = 0;
    for (int k = 0; k < a.length; k++) {
      double p = 1 / (1 + Math.exp(-a[k]));
      loss -= Float.isNaN(LABELS.get(k)) ? 0 : Math.log(LABELS.get(k) == 1 ? p : 1 - p);
    }
    return loss;
  }

  private static double mixture(double[] a) {
    double[] pi = softmax(a, 0, 3);
    double sum = 0;
    for (int j = 0; j < 3; j++) {
      double sigma = Math.exp(a[6 + j]);
      double z = (0.4f - a[3 + j]) / sigma;
      sum += pi[j] * Math.exp(-z * z / 2) / (sigma * Math.sqrt(2 * Math.PI));
    }
    return -Math.log(sum);
  }

  private static double move(double[] a) {
    double[] pi = softmax(a, 1, 2);
    double sum = 0;
    for (int j = 0; j < 2; j++) {
      double s1 = Math.exp(a[7 + j]);
      double s2 = Math.exp(a[9 + j]);
      double rho = Math.tanh(a[11 + j]);
      double z1 = (0.4f - a[3 + j]) / s1;
      double z2 = (-0.9f - a[5 + j]) / s2;
      double z = z1 * z1 + z2 * z2 - 2 * rho * z1 * z2;
      double root = Math.sqrt(1 - rho * rho);
      sum += pi[j] * Math.exp(-z / (2 * root * root)) / (2 * Math.PI * s1 * s2 * root);
    }
    return -Math.log(sum);
  }

  private static double end(double[] a) {
    return 1 / (1 + Math.exp(a[0]));
  }

  private static double[] softmax(double[] a, int first, int count) {
    double[] p = new double[count];
    double sum = 0;
    for (int k = 0; k < count; k++) {
      p[k] = Math.exp(a[first + k]);
      sum += p[k];
    }
    for (int k = 0; k < count; k++) {
      p[k] /= sum;
    }
    return p;
  }
}
