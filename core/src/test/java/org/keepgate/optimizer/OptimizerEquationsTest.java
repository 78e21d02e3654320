package org.keepgate.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepgate.math.RandomStream;

@DisplayName(
    "Optimizers follow the published equations, written once more for one number in double")
class OptimizerEquationsTest {
  private static final int SIZE = 37; // no multiple of a vector register
  private static final int STEPS = 25;

  @ParameterizedTest(name = "{0}")
  @EnumSource
  @DisplayName("twenty-five steps with changing rate and weight decay agree with the equations")
  void agreesWithEquations(OptimizerKind kind) {
    OptimizerSpec spec = OptimizerSpec.of(kind).withWeightDecay(0.03);
    Optimizer optimizer = spec.create();
    OptimizerState state = OptimizerState.zero(optimizer.stateVectors(), SIZE);
    RandomStream random = new RandomStream(5);
    float[] parameters = gaussian(random, 1);
    Reference[] references = new Reference[SIZE];
    for (int i = 0; i < SIZE; i++) {
      references[i] = new Reference(spec, parameters[i]);
    }
    for (int t = 1; t <= STEPS; t++) {
      double rate = 0.02 / t;
      float[] gradient = gaussian(random, i -> i % 5 == 0 ? 1e-3 : 2);
      optimizer.step(parameters, gradient, state, rate);
      for (int i = 0; i < SIZE; i++) {
        references[i].step(gradient[i], rate, t);
      }
    }
    assertEquals(STEPS, state.step());
    for (int i = 0; i < SIZE; i++) {
      double expected = references[i].theta;
      // floats rounded 25 times, some of them near zero where terms cancel
      assertEquals(expected, parameters[i], 2e-6 * Math.max(1, Math.abs(expected)), kind + " " + i);
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  @DisplayName("a gradient of zero and no decay move nothing from a fresh state")
  void zeroGradientMovesNothing(OptimizerKind kind) {
    Optimizer optimizer = OptimizerSpec.of(kind).create();
    OptimizerState state = OptimizerState.zero(optimizer.stateVectors(), SIZE);
    float[] parameters = gaussian(new RandomStream(6), 1);
    float[] before = parameters.clone();
    optimizer.step(parameters, new float[SIZE], state, 0.1);
    assertArrayEquals(before, parameters);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  @DisplayName("weight decay alone shrinks every parameter by 1 − rate × decay")
  void weightDecayShrinksEverything(OptimizerKind kind) {
    Optimizer optimizer = OptimizerSpec.of(kind).withWeightDecay(0.5).create();
    OptimizerState state = OptimizerState.zero(optimizer.stateVectors(), SIZE);
    float[] parameters = gaussian(new RandomStream(6), 1);
    float[] before = parameters.clone();
    optimizer.step(parameters, new float[SIZE], state, 0.1);
    for (int i = 0; i < SIZE; i++) {
      assertEquals(0.95 * before[i], parameters[i], 1e-6 * Math.abs(before[i]));
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  @DisplayName("a step allocates nothing")
  void allocatesNothing(OptimizerKind kind) {
    int size = 10_000;
    Optimizer optimizer = OptimizerSpec.of(kind).create();
    OptimizerState state = OptimizerState.zero(optimizer.stateVectors(), size);
    float[] parameters = new float[size];
    float[] gradient = new float[size];
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    optimizer.step(parameters, gradient, state, 0.1);
    long before = threads.getThreadAllocatedBytes(thread);
    for (int t = 0; t < 100; t++) {
      optimizer.step(parameters, gradient, state, 0.1);
    }
    long allocated = threads.getThreadAllocatedBytes(thread) - before;
    assertTrue(allocated < size, allocated + " bytes in 100 steps"); // one array would be 40 000
  }

  private static float[] gaussian(RandomStream random, double scale) {
    return gaussian(random, i -> scale);
  }

  private static float[] gaussian(RandomStream random, IntToDoubleFunction scale) {
    float[] values = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      values[i] = (float) (scale.applyAsDouble(i) * random.nextGaussian());
    }
    return values;
  }

  /** One parameter, step after step as the papers write it. */
  private static final class Reference {
    private final OptimizerSpec spec;
    private double theta;
    private double a;
    private double b;
    private double c;

    Reference(OptimizerSpec spec, double theta) {
      this.spec = spec;
      this.theta = theta;
    }

    void step(double g, double rate, int t) {
      double update;
      switch (spec.kind()) {
        case SGD -> update = rate * g;
        case MOMENTUM -> {
          a = spec.momentum() * a + g;
          update = rate * a;
        }
        case NESTEROV -> {
          a = spec.momentum() * a + g;
          update = rate * (g + spec.momentum() * a);
        }
        case RMSPROP -> {
          a = spec.decay() * a + (1 - spec.decay()) * g * g;
          update = rate * g / (Math.sqrt(a) + spec.epsilon());
        }
        case RMSPROP_GRAVES -> {
          a = spec.decay() * a + (1 - spec.decay()) * g * g;
          b = spec.decay() * b + (1 - spec.decay()) * g;
          c = spec.momentum() * c - rate * g / Math.sqrt(a - b * b + spec.epsilon());
          update = -c;
        }
        case ADAGRAD -> {
          a += g * g;
          update = rate * g / (Math.sqrt(a) + spec.epsilon());
        }
        case ADAM -> {
          a = spec.beta1() * a + (1 - spec.beta1()) * g;
          b = spec.beta2() * b + (1 - spec.beta2()) * g * g;
          double firstMoment = a / (1 - Math.pow(spec.beta1(), t));
          double secondMoment = b / (1 - Math.pow(spec.beta2(), t));
          update = rate * firstMoment / (Math.sqrt(secondMoment) + spec.epsilon());
        }
        default -> throw new AssertionError(spec.kind());
      }
      theta = theta - rate * spec.weightDecay() * theta - update;
    }
  }
}
