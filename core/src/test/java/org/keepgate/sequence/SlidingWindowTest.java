package org.keepgate.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Sliding windows over a series")
class SlidingWindowTest {
  /** Row r: features r and 100 + r, target 1000 + r. */
  private static Series series(int rows) {
    float[] features = new float[2 * rows];
    float[] targets = new float[rows];
    for (int r = 0; r < rows; r++) {
      features[2 * r] = r;
      features[2 * r + 1] = 100 + r;
      targets[r] = 1000 + r;
    }
    return new Series("tide", features, 2, targets, 1);
  }

  @Test
  @DisplayName("a window's features are its rows, its one target stands the horizon after its last")
  void lastStep() {
    List<Sequence> windows = new SlidingWindow(3, 2, 4).cut(series(10), Readout.LAST_STEP);
    assertEquals(2, windows.size());
    assertArrayEquals(new float[] {4, 104, 5, 105, 6, 106}, windows.get(1).features());
    assertArrayEquals(new float[] {1008}, windows.get(1).values());
    assertEquals("tide, row 4", windows.get(1).key());
    assertEquals(8, new SlidingWindow(3, 2, 4).targetRow(1));
  }

  @Test
  @DisplayName("with a target at every step, each stands the horizon after its own step")
  void everyStep() {
    Sequence window = new SlidingWindow(3, 2, 1).cut(series(9), Readout.EVERY_STEP).get(1);
    assertArrayEquals(new float[] {1003, 1004, 1005}, window.values());
  }

  @Test
  @DisplayName("several steps ahead are forecast side by side, at every step or the last")
  void severalSteps() {
    SlidingWindow sliding = new SlidingWindow(3, 2, 1).withSteps(2);
    assertEquals(4, sliding.count(9));
    assertEquals(8, sliding.targetRow(3));
    assertArrayEquals(
        new float[] {1004, 1005, 1005, 1006, 1006, 1007},
        sliding.cut(series(9), Readout.EVERY_STEP).get(2).values());
    assertArrayEquals(
        new float[] {1007, 1008}, sliding.cut(series(9), Readout.LAST_STEP).get(3).values());
    assertThrows(IllegalArgumentException.class, () -> sliding.withSteps(0));
  }

  @Test
  @DisplayName("columns known ahead are read where the target stands, the others at the step")
  void knownAhead() {
    Sequence window =
        new SlidingWindow(2, 3, 1, false, true).cut(series(9), Readout.LAST_STEP).get(2);
    assertArrayEquals(new float[] {2, 105, 3, 106}, window.features());
    assertArrayEquals(new float[] {1006}, window.values());
  }

  @ParameterizedTest(name = "{0} rows, length {1}, horizon {2}, stride {3}: {4} windows")
  @CsvSource({"10,3,1,1,7", "4,3,1,1,1", "3,3,0,1,1", "3,3,1,1,0", "10,3,1,3,3", "11,1,0,10,2"})
  @DisplayName("every window that has all its targets in the series is cut, and no other")
  void count(int rows, int length, int horizon, int stride, int expected) {
    assertEquals(expected, new SlidingWindow(length, horizon, stride).count(rows));
  }

  @Test
  @DisplayName("a series too short for one window is refused by its name and the rows it needs")
  void tooShort() {
    InputException refusal =
        assertThrows(
            InputException.class,
            () -> new SlidingWindow(28, 1, 1).cut(series(20), Readout.LAST_STEP));
    assertEquals(
        "series 'tide' has 20 rows; a window of 28 with its target 1 ahead needs 29: give more rows"
            + " or a shorter window",
        refusal.getMessage());
  }

  @Test
  @DisplayName("impossible sizes are refused by name")
  void refusals() {
    assertThrows(IllegalArgumentException.class, () -> new SlidingWindow(0, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new SlidingWindow(1, -1, 1));
    assertThrows(IllegalArgumentException.class, () -> new SlidingWindow(1, 1, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SlidingWindow(1, 1, 1, true).cut(series(5), Readout.LAST_STEP));
    IllegalArgumentException ragged =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Series("tide", new float[6], 2, new float[2], 1));
    assertTrue(ragged.toString().contains("series 'tide'"), ragged.toString());
  }
}
