package org.keepgate.spark.dataset;

import java.util.Locale;

/** Numbers of things, in words. */
public final class Count {

  private Count() {}

  /**
   * 1 sequence, 1,234 sequences.
   *
   * @param noun in the singular; its plural ends in s
   */
  public static String of(long number, String noun) {
    return of(number, noun, noun + "s");
  }

  /** 1 minibatch, 1,234 minibatches. */
  public static String of(long number, String noun, String plural) {
    return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? noun : plural);
  }
}
