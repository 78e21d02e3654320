package org.keepgate.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Model beside its floors")
class FloorComparisonTest {
  private static final List<Floor> FLOORS = List.of(new Floor("low", 1), new Floor("high", 3));

  @Test
  @DisplayName("the verdict names the passed and the missed floors, by the measure's direction")
  void namesPassedAndMissed() {
    assertEquals(
        "The model is better than high, but not yet better than low.",
        new FloorComparison("bits per symbol", true, 2, FLOORS).verdict());
    assertEquals(
        "The model is better than low, but not yet better than high.",
        new FloorComparison("accuracy", false, 2, FLOORS).verdict());
    assertEquals(
        "The model is better than every floor: low, high.",
        new FloorComparison("RMSE", true, 0.5, FLOORS).verdict());
    assertEquals(
        "The model is not better than any floor yet: low, high.",
        new FloorComparison("RMSE", true, Double.NaN, FLOORS).verdict());
    assertEquals(
        "No floor was computed.", new FloorComparison("RMSE", true, 1, List.of()).verdict());
  }

  @Test
  @DisplayName("a floor that is just reached is not passed")
  void equalIsNotPassed() {
    assertFalse(new FloorComparison("RMSE", true, 1, FLOORS).passes(FLOORS.get(0)));
  }
}
