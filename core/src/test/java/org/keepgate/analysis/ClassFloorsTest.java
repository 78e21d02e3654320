package org.keepgate.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Floors of a classifier")
class ClassFloorsTest {
  private static final float[][] TRAIN = {{0, 0}, {10, 0}, {0, 10}, {10, 10}};
  private static final int[] TRAIN_CLASSES = {2, 0, 2, 1};
  private static final float[][] TEST = {{1, 1}, {9, 2}, {5, 5}, {8, 9}};

  @Test
  @DisplayName("the majority class is the training part's, not the test part's")
  void majorityIsTheTrainingPartsOwn() {
    ClassFloors floors = new ClassFloors(TRAIN, TRAIN_CLASSES, TEST, new int[] {1, 1, 1, 2});
    assertEquals(0.25, floors.majority().value());
    assertEquals(0.5, ClassFloors.majority(new int[] {1, 0}, new int[] {0, 1})); // lowest of equals
  }

  @Test
  @DisplayName("the nearest neighbour decides, the lowest class of equally near ones")
  void theNearestNeighbourDecides() {
    // nearest: row 0 (2), row 1 (0), all equal → the lowest (0), row 3 (1)
    assertEquals(
        1,
        new ClassFloors(TRAIN, TRAIN_CLASSES, TEST, new int[] {2, 0, 0, 1})
            .nearestNeighbour()
            .value());
    assertEquals(
        0.5,
        new ClassFloors(TRAIN, TRAIN_CLASSES, TEST, new int[] {2, 0, 1, 2})
            .nearestNeighbour()
            .value());
  }

  @Test
  @DisplayName("rows that do not fit are refused")
  void refusesRowsThatDoNotFit() {
    float[][] longer = {{1, 2, 3}};
    int[] one = {0};
    assertThrows(
        IllegalArgumentException.class, () -> new ClassFloors(TRAIN, TRAIN_CLASSES, longer, one));
    assertThrows(IllegalArgumentException.class, () -> new ClassFloors(TRAIN, one, TEST, one));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ClassFloors(TRAIN, TRAIN_CLASSES, new float[0][], new int[0]));
    assertThrows(IllegalArgumentException.class, () -> ClassFloors.majority(one, new int[0]));
  }
}
