package org.keepgate.parameter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Initializers")
class InitializersTest {
  private static final double ROUNDING = 1e-6; // of sums of a dozen float products

  @Test
  @DisplayName("orthogonal: the rows of each gate are orthonormal, and gates differ")
  void orthogonalRows() {
    ParameterLayout.Builder builder = ParameterLayout.builder();
    ParameterView before = builder.scope("a").matrix("before", 2, 3);
    ParameterView view = builder.scope("a").matrix("recurrentWeights", 4 * 12, 12);
    float[] parameters = new float[builder.build().size()];
    Initializers.orthogonal(parameters, view, 7);
    for (int gate = 0; gate < 4; gate++) {
      for (int row = 0; row < 12; row++) {
        for (int other = 0; other < 12; other++) {
          double dot = 0;
          for (int j = 0; j < 12; j++) {
            dot +=
                (double) parameters[view.index(12 * gate + row, j)]
                    * parameters[view.index(12 * gate + other, j)];
          }
          assertEquals(row == other ? 1 : 0, dot, ROUNDING);
        }
      }
    }
    assertNotEquals(parameters[view.index(0, 0)], parameters[view.index(12, 0)]);
    assertEquals(0, parameters[before.index(1, 2)]);
    float[] again = new float[parameters.length];
    Initializers.orthogonal(again, view, 7);
    assertArrayEquals(parameters, again);
  }

  @Test
  @DisplayName("identity: ones on the diagonal")
  void identity() {
    ParameterLayout.Builder builder = ParameterLayout.builder();
    ParameterView view = builder.scope("a").matrix("recurrentWeights", 3, 3);
    float[] parameters = new float[builder.build().size()];
    Initializers.identity(parameters, view);
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        assertEquals(row == column ? 1 : 0, parameters[view.index(row, column)]);
      }
    }
  }

  @Test
  @DisplayName("uniform: fills [−limit, limit) and keeps its variance of limit²/3")
  void uniform() {
    ParameterLayout.Builder builder = ParameterLayout.builder();
    ParameterView view = builder.scope("a").matrix("weights", 100, 100);
    float[] parameters = new float[builder.build().size()];
    Initializers.uniform(parameters, view, 0.3, 5);
    double squares = 0;
    float largest = 0;
    for (float value : parameters) {
      squares += (double) value * value;
      largest = Math.max(largest, Math.abs(value));
    }
    assertEquals(0.03, squares / parameters.length, 0.001); // 10,000 draws: 1 % is 1 deviation
    assertTrue(largest > 0.299 && largest <= 0.3, "largest " + largest);
  }
}
