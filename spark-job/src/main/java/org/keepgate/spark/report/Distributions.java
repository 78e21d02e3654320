package org.keepgate.spark.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several samples of one measure, to be compared in one picture.
 *
 * @param title heading
 * @param words what there is to see, in a sentence or two
 * @param measure of the values, with its unit
 * @param howToRead below the picture
 * @param values of each sample, by its name, in this order; one may have none
 */
public record Distributions(
    String title,
    String words,
    String measure,
    String howToRead,
    Map<String, List<Double>> values) {
  public Distributions {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values)); // keeps the order
  }
}
