package org.keepgate.averaging;

import org.keepgate.sequence.Keyed;

/**
 * How often workers are averaged as training goes on, by the names that users write.
 *
 * <pre>
 *   e  number of the epoch, from 0    E  averagingScheduleEpochs    I  averagingInterval
 *
 *   constant     I
 *   growing      I^(e / E), rounded, while e &lt; E; then I
 *   post-local   1 while e &lt; E; then I              (Lin, Stich, Patel and Jaggi, 2020)
 * </pre>
 */
public enum IntervalSchedule implements Keyed {
  CONSTANT("constant"),
  GROWING("growing"),
  POST_LOCAL("post-local");

  private final String key;

  IntervalSchedule(String key) {
    this.key = key;
  }

  @Override
  public String key() {
    return key;
  }

  /**
   * Minibatches between two averages of an epoch.
   *
   * @param last what it comes to in the end
   * @param epochs after which it has come to that
   */
  int interval(int epoch, int last, int epochs) {
    if (this == CONSTANT || epoch >= epochs) {
      return last;
    }
    return this == POST_LOCAL ? 1 : (int) Math.round(StrictMath.pow(last, (double) epoch / epochs));
  }
}
