package org.keepgate.spark.dataset;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.keepgate.sequence.ContentDigest;
import org.keepgate.training.setting.Settings;

/**
 * Which part a file or an independent sequence belongs to: decided by a hash of its path or content
 * alone, so that it is the same in every run, whatever the seed, the order and the workers.
 */
final class HeldOut implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double validationFraction;
  private final double testFraction;

  HeldOut(double validationFraction, double testFraction) {
    this.validationFraction = validationFraction;
    this.testFraction = testFraction;
  }

  static HeldOut of(Settings settings) {
    return new HeldOut(
        settings.get(InputSettings.VALIDATION_FRACTION), settings.get(InputSettings.TEST_FRACTION));
  }

  /** Nothing is held out. */
  static HeldOut nothing() {
    return new HeldOut(0, 0);
  }

  boolean isNothing() {
    return validationFraction + testFraction == 0;
  }

  double validationFraction() {
    return validationFraction;
  }

  double testFraction() {
    return testFraction;
  }

  /** The part of the sequence with this digest of its content. */
  Part part(ContentDigest content) {
    double place = (content.add("held out").finish() >>> 11) * 0x1p-53; // in [0, 1)
    if (place < testFraction) {
      return Part.TEST;
    }
    return place < testFraction + validationFraction ? Part.VALIDATION : Part.TRAINING;
  }

  /**
   * The parts of named things: those of the smallest hashes are held out, at least one for each
   * part that has a fraction, and at least one is left. A copy is where its original is.
   *
   * @param originals the first of those that are the same, by the name of every other of them
   */
  Map<String, Part> parts(List<String> names, Map<String, String> originals) {
    List<String> byHash = new ArrayList<>(names);
    byHash.removeIf(originals::containsKey);
    Map<String, Long> hashes = new HashMap<>();
    names.forEach(name -> hashes.put(name, new ContentDigest().add(name).finish()));
    byHash.sort(
        Comparator.comparing((String name) -> hashes.getOrDefault(name, 0L), Long::compareUnsigned)
            .thenComparing(Comparator.naturalOrder()));
    int test = count(testFraction, byHash.size(), byHash.size() - 1);
    int validation = count(validationFraction, byHash.size(), byHash.size() - 1 - test);
    Map<String, Part> parts = new HashMap<>();
    for (int i = 0; i < byHash.size(); i++) {
      Part part = i < test ? Part.TEST : i < test + validation ? Part.VALIDATION : Part.TRAINING;
      parts.put(byHash.get(i), part);
    }
    originals.forEach((copy, first) -> parts.put(copy, parts.getOrDefault(first, Part.TRAINING)));
    return parts;
  }

  /** ⌈fraction · of⌉, at most {@code most}. */
  static int count(double fraction, int of, int most) {
    return Math.max(0, Math.min(most, (int) Math.ceil(fraction * of - 1e-9)));
  }
}
