package org.keepgate.sequence;

/** A long series of rows before it is cut into windows; the arrays are shared, not copied. */
public final class Series {
  private final String key;
  private final float[] features;
  private final int featureSize;
  private final float[] targets;
  private final int targetSize;

  /**
   * @param key what names the series in messages
   * @param features [rows × featureSize]
   * @param targets [rows × targetSize]: what is to be forecast, as it was in each row; NaN where it
   *     is not known
   */
  public Series(String key, float[] features, int featureSize, float[] targets, int targetSize) {
    EpochSeed.requirePositive("featureSize", featureSize);
    EpochSeed.requirePositive("targetSize", targetSize);
    if (features.length % featureSize != 0
        || targets.length % targetSize != 0
        || features.length / featureSize != targets.length / targetSize) {
      throw new IllegalArgumentException(
          "series '"
              + key
              + "': "
              + features.length
              + " numbers in rows of "
              + featureSize
              + " features and "
              + targets.length
              + " in rows of "
              + targetSize
              + " targets, expected as many whole rows of both");
    }
    this.key = key;
    this.features = features;
    this.featureSize = featureSize;
    this.targets = targets;
    this.targetSize = targetSize;
  }

  /** What names the series in messages. */
  public String key() {
    return key;
  }

  /** Number of rows. */
  public int rows() {
    return features.length / featureSize;
  }

  /** Features of a row. */
  public int featureSize() {
    return featureSize;
  }

  /** Target values of a row. */
  public int targetSize() {
    return targetSize;
  }

  /** Features [rows × featureSize]. */
  public float[] features() {
    return features;
  }

  /** Targets [rows × targetSize]. */
  public float[] targets() {
    return targets;
  }
}
