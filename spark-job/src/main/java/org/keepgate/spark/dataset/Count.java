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
    return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
  }
}
