package org.keepgate.examples.why;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Why the LSTM")
class WhyLstmTest {

  @Test
  @DisplayName("error over all paths is the product of Jacobians, for every pair of units")
  void paths() {
    VanishingArgument argument = new VanishingArgument(4, 3);
    for (int q = 1; q <= 8; q++) {
      for (int u = 0; u < 3; u++) {
        for (int v = 0; v < 3; v++) {
          double product = argument.product(u, v, q);
          assertEquals(product, argument.sumOverPaths(u, v, q), 1e-12 * Math.abs(product));
          assertTrue(product != 0);
        }
      }
    }
  }

  @Test
  @DisplayName("the plain network's error is gone by lag 20, that of 1997 the same at lag 500")
  void flows() {
    Map<String, double[]> flows = WhyLstm.flows();
    assertTrue(line(flows, "plain RNN")[19] < 0.01);
    double[] flat = new double[500];
    Arrays.fill(flat, 1);
    assertArrayEquals(flat, line(flows, "LSTM of 1997"));
    assertTrue(line(flows, "LSTM with forget gate")[19] > 0.01);
  }

  @Test
  @DisplayName("on temporal order the LSTM learns what the plain network guesses")
  void learning() {
    Map<String, double[]> curves = WhyLstm.learning(20, 2000);
    double[] lstm = line(curves, "LSTM with forget gate");
    double[] plain = line(curves, "plain RNN");
    assertTrue(lstm[19] > 0.9, "LSTM " + lstm[19]);
    assertTrue(plain[19] < 0.6, "plain " + plain[19]);
  }

  private static double[] line(Map<String, double[]> lines, String name) {
    return Objects.requireNonNull(lines.get(name));
  }
}
