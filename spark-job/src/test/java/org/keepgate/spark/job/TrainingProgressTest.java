package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The time that is left")
class TrainingProgressTest {

  @Test
  @DisplayName("goes by epochs, whatever rounds they are divided into, and by this run alone")
  void left() {
    assertEquals(90, TrainingProgress.left(10, 0, 1, 10));
    assertEquals(30, TrainingProgress.left(10, 2, 2.5, 4), 1e-12); // resumed after two epochs
    assertEquals(0, TrainingProgress.left(10, 0, 10, 10));
    assertEquals(0, TrainingProgress.left(10, 3, 3, 10), "nothing is known yet");
  }
}
