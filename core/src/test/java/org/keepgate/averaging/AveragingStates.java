package org.keepgate.averaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.keepgate.optimizer.OptimizerState;

/** Compares what averaging remembers. */
public final class AveragingStates {
  private AveragingStates() {}

  /** Fails unless all numbers are the same. */
  public static void assertSame(AveragingState expected, AveragingState found) {
    assertArrayEquals(expected.blockUpdate(), found.blockUpdate());
    assertEquals(expected.virtualSteps(), found.virtualSteps());
    assertEquals(expected.learningRate(), found.learningRate());
    assertEquals(expected.optimizers().size(), found.optimizers().size());
    for (int worker = 0; worker < expected.optimizers().size(); worker++) {
      OptimizerState own = found.optimizers().get(worker);
      assertEquals(expected.optimizers().get(worker).step(), own.step());
      assertArrayEquals(expected.optimizers().get(worker).vectors(), own.vectors());
    }
  }
}
