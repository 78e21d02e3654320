package org.keepgate.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.parameter.ParameterView;

@DisplayName("L2 penalty")
class L2PenaltyTest {
  @Test
  @DisplayName("adds strength · w to the gradient of weights and leaves biases alone")
  void addsToWeights() {
    ParameterLayout.Builder builder = ParameterLayout.builder();
    ParameterView bias = builder.scope("a").vector("bias", 2);
    ParameterView weights = builder.scope("a").matrix("weights", 2, 3);
    ParameterLayout layout = builder.build();
    float[] parameters = new float[layout.size()];
    float[] gradient = new float[layout.size()];
    Arrays.fill(parameters, 4);
    Arrays.fill(gradient, 1);
    new L2Penalty(0.25, layout).addGradient(parameters, gradient);
    for (int j = 0; j < 2; j++) {
      assertEquals(1, gradient[bias.offset() + j]);
    }
    for (int j = 0; j < 6; j++) {
      assertEquals(2, gradient[weights.offset() + j]);
    }
    float[] before = gradient.clone();
    new L2Penalty(0, layout).addGradient(parameters, gradient);
    assertArrayEquals(before, gradient);
  }
}
