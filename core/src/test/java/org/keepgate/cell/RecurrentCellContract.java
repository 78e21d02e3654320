package org.keepgate.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepgate.network.NetworkSpec;
import org.keepgate.network.StackOptions;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.Sequence;

/** What holds of every cell: a cell's test says which cell, and which vectors it reproduces. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RecurrentCellContract {
  static final int HIDDEN_SIZE = 5;

  /** float32 products of other row counts may round otherwise in the last bits. */
  private static final double ROUNDING = 3e-6;

  private final CellOptions options;
  private final List<CellVector> vectors;

  RecurrentCellContract(String cell, CellVector... vectors) {
    this(CellOptions.of(cell, HIDDEN_SIZE), vectors);
  }

  RecurrentCellContract(CellOptions options, CellVector... vectors) {
    this.options = options;
    this.vectors = List.of(vectors);
  }

  /** How a network of the cell is put together, and what runs through it. */
  enum Setup {
    STACK(false, 0),
    TWO_DIRECTIONS(true, 0),
    SECOND_SEGMENT(false, 4);

    private final boolean bidirectional;
    private final int segmentLength;

    Setup(boolean bidirectional, int segmentLength) {
      this.bidirectional = bidirectional;
      this.segmentLength = segmentLength;
    }

    StackOptions stack() {
      return StackOptions.of(2).withBidirectional(bidirectional);
    }
  }

  /** Decides the weights around which differences are taken. */
  long parameterSeed() {
    return 3;
  }

  /** Half the distance of the points between which the loss is compared. */
  float differenceStep() {
    return 0.01f;
  }

  /**
   * Loss sums of some 20 targets are right to 1e-6, and their difference is divided by 0.02: 5e-5,
   * the worst of some thousand elements four times as much; again as much for what the curvature
   * leaves.
   */
  double differenceTolerance() {
    return 4e-4;
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the gradient of every parameter agrees with differences of the loss")
  void gradientAgreesWithDifferences(Setup setup, TestReporter reporter) {
    NetworkSpec spec = CellTrial.spec(options, setup.stack());
    float[] parameters = CellTrial.randomParameters(spec, parameterSeed());
    double worst = 0;
    try (CellTrial trial = new CellTrial(spec, CellTrial.sequences(false), setup.segmentLength)) {
      int index = setup.segmentLength == 0 ? 0 : 1;
      float[] start = CellTrial.random(trial.carried().length, 0.9, 5);
      float[] gradient = trial.gradient(parameters, index, start.clone());
      for (ParameterView view : spec.layout().views()) {
        double largest = 0;
        for (int at = view.offset(); at < view.offset() + view.size(); at++) {
          double numeric = difference(trial, parameters, at, index, start);
          double bound = differenceTolerance() * Math.max(1, Math.abs(numeric));
          assertEquals(numeric, gradient[at], bound, spec.layout().describe(at));
          worst =
              Math.max(worst, Math.abs(numeric - gradient[at]) / Math.max(1, Math.abs(numeric)));
          largest = Math.max(largest, Math.abs(numeric));
        }
        assertTrue(largest > 0.005, view + " does next to nothing here: " + largest);
      }
    }
    reporter.publishEntry("worst difference", options.name() + " " + setup + " " + worst);
  }

  /** ∂loss/∂parameter by two central differences, so that the third derivative cancels. */
  private double difference(CellTrial trial, float[] parameters, int at, int index, float[] start) {
    double near = difference(trial, parameters, at, index, start, differenceStep());
    double far = difference(trial, parameters, at, index, start, 2 * differenceStep());
    return (4 * near - far) / 3;
  }

  private static double difference(
      CellTrial trial, float[] parameters, int at, int index, float[] start, float by) {
    float[] moved = parameters.clone();
    moved[at] = parameters[at] + by;
    double above = trial.loss(moved, index, start.clone());
    double distance = moved[at];
    moved[at] = parameters[at] - by;
    double below = trial.loss(moved, index, start.clone());
    return (above - below) / (distance - moved[at]);
  }

  @Test
  @DisplayName("segments that carry their state have the loss of the whole sequences")
  void segmentsHaveTheLossOfWholeSequences() {
    NetworkSpec spec = CellTrial.spec(options, StackOptions.of(2));
    float[] parameters = CellTrial.randomParameters(spec, 3);
    try (CellTrial whole = new CellTrial(spec, CellTrial.sequences(false), 0);
        CellTrial segments = new CellTrial(spec, CellTrial.sequences(false), 2)) {
      assertEquals(1, whole.minibatches());
      assertEquals(5, segments.minibatches());
      double loss = whole.loss(parameters);
      assertEquals(loss, segments.loss(parameters), ROUNDING * loss);
    }
  }

  @Test
  @DisplayName("a layer in reverse does on a sequence what a layer does on it turned round")
  void reverseEqualsTurnedInput() {
    NetworkSpec both = CellTrial.spec(options, StackOptions.of(1).withBidirectional(true));
    NetworkSpec one = CellTrial.spec(options, StackOptions.of(1));
    float[] parameters = CellTrial.randomParameters(both, 7);
    float[] alone = new float[one.layout().size()];
    ParameterView head = both.layout().view("head.weights");
    for (ParameterView view : one.layout().views()) {
      ParameterView from = both.layout().view(view.name().replace("forward", "backward"));
      boolean ofHead = view.name().equals("head.weights");
      int firstColumn = ofHead ? head.columns() - view.columns() : 0; // [h→, h←]
      for (int row = 0; row < view.rows(); row++) {
        for (int column = 0; column < view.columns(); column++) {
          alone[view.index(row, column)] = parameters[from.index(row, firstColumn + column)];
          if (ofHead) {
            parameters[head.index(row, column)] = 0; // silences the direction from the beginning
          }
        }
      }
    }
    try (CellTrial forth = new CellTrial(both, CellTrial.sequences(false), 0);
        CellTrial back = new CellTrial(one, CellTrial.sequences(true), 0)) {
      double loss = back.loss(alone);
      assertEquals(loss, forth.loss(parameters), ROUNDING * loss);
    }
  }

  @Test
  @DisplayName("the company of others in a minibatch changes neither loss nor gradient")
  void companyChangesNothing() {
    NetworkSpec spec = CellTrial.spec(options, StackOptions.of(2));
    float[] parameters = CellTrial.randomParameters(spec, 3);
    double alone = 0;
    double[] gradientAlone = new double[parameters.length];
    for (Sequence sequence : CellTrial.sequences(false)) {
      try (CellTrial trial = new CellTrial(spec, List.of(sequence), 0)) {
        alone += trial.loss(parameters);
        float[] gradient = trial.gradient(parameters, 0, trial.carried());
        for (int j = 0; j < gradient.length; j++) {
          gradientAlone[j] += gradient[j];
        }
      }
    }
    try (CellTrial trial = new CellTrial(spec, CellTrial.sequences(false), 0)) {
      assertEquals(alone, trial.loss(parameters), ROUNDING * alone);
      float[] together = trial.gradient(parameters, 0, trial.carried());
      for (int j = 0; j < together.length; j++) {
        double bound = 2 * ROUNDING * Math.max(1, Math.abs(gradientAlone[j]));
        assertEquals(gradientAlone[j], together[j], bound, spec.layout().describe(j));
      }
    }
  }

  @Test
  @DisplayName("a time step allocates nothing")
  void timeStepAllocatesNothing() {
    int steps = 300;
    NetworkSpec spec = CellTrial.spec(options, StackOptions.of(1));
    float[] parameters = CellTrial.randomParameters(spec, 1);
    float[] gradient = new float[parameters.length];
    float[] features = CellTrial.random(steps * CellTrial.FEATURES, 1, 12);
    Sequence sequence =
        Sequence.ofFeatures("long", features, CellTrial.FEATURES)
            .withValues(CellTrial.random(steps * CellTrial.OUTPUTS, 1, 13));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (CellTrial trial = new CellTrial(spec, List.of(sequence), 0)) {
      float[] carried = trial.carried();
      long allocated = 0;
      for (int pass = 0; pass < 50; pass++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        trial.loss(parameters, 0, carried);
        trial.backward(gradient);
        allocated = threads.getCurrentThreadAllocatedBytes() - before;
      }
      // the smallest object has 16 bytes
      assertTrue(allocated < 16L * steps, allocated + " bytes in the last pass");
    }
  }

  @Test
  @DisplayName("δ is clipped at its own step, and the steps before receive what is left of it")
  void clippingActsInsideTheRecursion() {
    NetworkSpec free = CellTrial.spec(options, StackOptions.of(1));
    long seed = 9;
    float[] parameters = CellTrial.random(free.layout().size(), 0.4, seed);
    float[][] delta = deltas(free, parameters);
    while (largest(delta[0]) > 0.9 * largest(delta[1])) { // room for a limit between the two
      parameters = CellTrial.random(free.layout().size(), 0.4, ++seed);
      delta = deltas(free, parameters);
    }
    double before = largest(delta[0]);
    double last = largest(delta[1]);
    float limit = (float) Math.sqrt(before * last); // only the last step is clipped
    NetworkSpec clipped =
        CellTrial.spec(options.withClipPreActivationGradient(limit), StackOptions.of(1));
    float[][] left = deltas(clipped, parameters);
    assertEquals(limit, largest(left[1]), ROUNDING * limit);
    double change = 0;
    for (int j = 0; j < delta[0].length; j++) {
      change = Math.max(change, Math.abs(delta[0][j] - left[0][j]));
    }
    assertTrue(change > 1e-3 * before, "nothing of the clipping reached the step before");
  }

  /** δ of both steps of a sequence with a target at the second, as the bias sees them. */
  private static float[][] deltas(NetworkSpec spec, float[] parameters) {
    float[] features = CellTrial.random(2 * CellTrial.FEATURES, 1, 12);
    Sequence sequence =
        Sequence.ofFeatures("pair", features, CellTrial.FEATURES)
            .withValues(Float.NaN, Float.NaN, 3, -2);
    ParameterView bias = spec.layout().view("layers.0.forward.bias");
    float[][] deltas = new float[2][bias.size()];
    try (CellTrial whole = new CellTrial(spec, List.of(sequence), 0);
        CellTrial steps = new CellTrial(spec, List.of(sequence), 1)) {
      float[] sum = whole.gradient(parameters, 0, whole.carried());
      float[] carried = steps.carried();
      steps.loss(parameters, 0, carried);
      float[] last = steps.gradient(parameters, 1, carried);
      for (int j = 0; j < bias.size(); j++) {
        deltas[1][j] = last[bias.offset() + j];
        deltas[0][j] = sum[bias.offset() + j] - last[bias.offset() + j];
      }
    }
    return deltas;
  }

  private static double largest(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  @Test
  @DisplayName("outputs, loss and gradient are those of other implementations")
  void agreesWithOtherImplementations(TestReporter reporter) {
    for (CellVector vector : vectors) {
      double worst = vector.check(options);
      reporter.publishEntry("worst error", vector + " " + worst);
    }
  }
}
