package org.keepgate.checkpoint;

import java.util.List;

/**
 * What tells whether two trainings read the same data, dealt in the same way.
 *
 * @param training of what the network learns from
 * @param validation of what is held out for validation; {@link #NONE}, or {@link #UNKNOWN}
 */
public record DataFingerprints(String training, String validation) {

  /** Nothing is held out. */
  public static final String NONE = "none";

  /** Of a checkpoint of format version 1, which does not say. */
  static final String UNKNOWN = "unknown";

  /** Of a training that holds nothing out. */
  public static DataFingerprints ofTraining(String training) {
    return new DataFingerprints(training, NONE);
  }

  /** Adds a clause for each part in which {@code now} differs from these, the saved ones. */
  void compare(DataFingerprints now, List<String> differences) {
    compare("training", training, now.training, differences);
    if (!validation.equals(UNKNOWN)) {
      compare("validation", validation, now.validation, differences);
    }
  }

  private static void compare(String part, String saved, String now, List<String> differences) {
    if (!saved.equals(now)) {
      differences.add(
          "the " + part + " data have the fingerprint " + now + ", the checkpoint's " + saved);
    }
  }
}
