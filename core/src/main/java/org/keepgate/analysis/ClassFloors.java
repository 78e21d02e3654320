package org.keepgate.analysis;

/** Floors of a classifier: what it gets right who always says the same, or compares raw values. */
public final class ClassFloors {
  private final float[][] train;
  private final int[] trainClasses;
  private final float[][] test;
  private final int[] testClasses;

  /** Rows of equally many raw values each, and their classes 0, 1, 2 … */
  public ClassFloors(float[][] train, int[] trainClasses, float[][] test, int[] testClasses) {
    checkRows("training", train, trainClasses);
    checkRows("test", test, testClasses);
    for (float[] row : test) {
      if (row.length != train[0].length) {
        throw new IllegalArgumentException(
            "a test row has " + row.length + " values, the training rows " + train[0].length);
      }
    }
    this.train = train;
    this.trainClasses = trainClasses;
    this.test = test;
    this.testClasses = testClasses;
  }

  /**
   * Accuracy of saying the training part's most frequent class (the lowest of equals) each time.
   */
  public Floor majority() {
    return new Floor("majority class", majority(trainClasses, testClasses));
  }

  /**
   * Accuracy of the class of the training row at the least Euclidean distance (the lowest class of
   * equals, whatever the order of the rows). Costs training rows × test rows × values.
   */
  public Floor nearestNeighbour() {
    int correct = 0;
    for (int i = 0; i < test.length; i++) {
      correct += trainClasses[nearest(test[i])] == testClasses[i] ? 1 : 0;
    }
    return new Floor("1-nearest neighbour on raw values", correct / (double) test.length);
  }

  /** {@link #majority()} where there are classes only. */
  public static double majority(int[] trainClasses, int[] testClasses) {
    if (trainClasses.length == 0 || testClasses.length == 0) {
      throw new IllegalArgumentException(
          "a floor needs classes to train and to test on, got "
              + trainClasses.length
              + " and "
              + testClasses.length);
    }
    int classes = 0;
    for (int c : trainClasses) {
      classes = Math.max(classes, c + 1);
    }
    int[] counts = new int[classes];
    for (int c : trainClasses) {
      counts[c]++;
    }
    int majority = 0;
    for (int c = 1; c < classes; c++) {
      majority = counts[c] > counts[majority] ? c : majority;
    }
    int correct = 0;
    for (int c : testClasses) {
      correct += c == majority ? 1 : 0;
    }
    return correct / (double) testClasses.length;
  }

  private int nearest(float[] row) {
    int nearest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < train.length; i++) {
      double distance = 0;
      for (int j = 0; j < row.length && distance <= least; j++) {
        double difference = (double) row[j] - train[i][j];
        distance += difference * difference;
      }
      if (distance < least || (distance == least && trainClasses[i] < trainClasses[nearest])) {
        least = distance;
        nearest = i;
      }
    }
    return nearest;
  }

  private static void checkRows(String part, float[][] rows, int[] classes) {
    if (rows.length == 0 || rows.length != classes.length) {
      throw new IllegalArgumentException(
          "the "
              + part
              + " part needs a class for each of its rows and at least one row, got "
              + rows.length
              + " rows and "
              + classes.length
              + " classes");
    }
    for (float[] row : rows) {
      if (row.length != rows[0].length) {
        throw new IllegalArgumentException(
            "a " + part + " row has " + row.length + " values, the first one " + rows[0].length);
      }
    }
  }
}
