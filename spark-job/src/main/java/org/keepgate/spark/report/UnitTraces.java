package org.keepgate.spark.report;

import java.util.List;

/**
 * A signal, and under it the activity of some units at the same steps.
 *
 * @param title heading
 * @param words which units these are and what they tell
 * @param signalName with its unit
 * @param signal from the first step shown on
 * @param unitNames of the units
 * @param activities of each unit, in [−1, 1], as long as the signal
 */
public record UnitTraces(
    String title,
    String words,
    String signalName,
    List<Float> signal,
    List<String> unitNames,
    List<List<Float>> activities) {
  public UnitTraces {
    signal = List.copyOf(signal);
    unitNames = List.copyOf(unitNames);
    activities = List.copyOf(activities);
  }
}
