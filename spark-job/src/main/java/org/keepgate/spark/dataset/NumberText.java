package org.keepgate.spark.dataset;

/** Numbers as files write them. */
public final class NumberText {
  private static final int PLACE_DIGITS = 12;

  private NumberText() {}

  /**
   * Whether {@code text} is a decimal number: digits with an optional sign, point and exponent,
   * white space around it allowed. Java's own reader also takes NaN, Infinity, 1d and 0x1p3.
   */
  public static boolean isNumber(String text) {
    int at = 0;
    int end = text.length();
    while (at < end && text.charAt(at) == ' ') {
      at++;
    }
    while (end > at && text.charAt(end - 1) == ' ') {
      end--;
    }
    at += at < end && isSign(text.charAt(at)) ? 1 : 0;
    int whole = digits(text, at, end);
    at += whole;
    int fraction = 0;
    if (at < end && text.charAt(at) == '.') {
      fraction = digits(text, at + 1, end);
      at += 1 + fraction;
    }
    if (whole + fraction == 0) {
      return false;
    }
    if (at < end && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      at += at < end && isSign(text.charAt(at)) ? 1 : 0;
      int exponent = digits(text, at, end);
      if (exponent == 0) {
        return false;
      }
      at += exponent;
    }
    return at == end;
  }

  /** The value of a text that {@link #isNumber is a number}; infinite when it is too large. */
  public static double value(String text) {
    return Double.parseDouble(text);
  }

  /** A number as it is written in a name: 3, not 3.0. */
  static String written(Object value) {
    if (value instanceof Number number && !(value instanceof java.math.BigDecimal)) {
      double real = number.doubleValue();
      if (real == Math.rint(real) && Math.abs(real) < 1L << 53) {
        return Long.toString(number.longValue());
      }
    }
    return value.toString();
  }

  /**
   * A place in an input, in twelve digits or more: places sort as texts do, and are written with
   * the same digits in every language of the machine.
   */
  static String place(long number) {
    String digits = Long.toString(number);
    return digits.length() < PLACE_DIGITS
        ? "0".repeat(PLACE_DIGITS - digits.length()) + digits
        : digits;
  }

  private static boolean isSign(char c) {
    return c == '-' || c == '+';
  }

  private static int digits(String text, int from, int end) {
    int at = from;
    while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at - from;
  }
}
