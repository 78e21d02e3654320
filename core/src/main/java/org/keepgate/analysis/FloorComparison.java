package org.keepgate.analysis;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A model's figure beside the floors of the same measure on the same targets.
 *
 * @param measure what is measured, with its unit: "bits per symbol", "RMSE", "accuracy"
 * @param lowerIsBetter false for an accuracy
 * @param model the model's figure
 */
public record FloorComparison(
    String measure, boolean lowerIsBetter, double model, List<Floor> floors) {
  public FloorComparison {
    floors = List.copyOf(floors);
  }

  /** Whether the model is better than the floor; equal or not a number is not. */
  public boolean passes(Floor floor) {
    return lowerIsBetter ? model < floor.value() : model > floor.value();
  }

  /** One sentence that says plainly which floors the model has passed and which it has not. */
  public String verdict() {
    String passed = names(true);
    String missed = names(false);
    if (floors.isEmpty()) {
      return "No floor was computed.";
    }
    if (missed.isEmpty()) {
      return "The model is better than every floor: " + passed + ".";
    }
    if (passed.isEmpty()) {
      return "The model is not better than any floor yet: " + missed + ".";
    }
    return "The model is better than " + passed + ", but not yet better than " + missed + ".";
  }

  private String names(boolean passed) {
    return floors.stream()
        .filter(floor -> passes(floor) == passed)
        .map(Floor::name)
        .collect(Collectors.joining(", "));
  }
}
