package org.keepgate.spark.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a report writes numbers: the same in every locale, five significant digits, no noise. */
final class Figures {
  private static final MathContext DIGITS = new MathContext(5, RoundingMode.HALF_EVEN);

  private Figures() {}

  /** 1.6498, 0.00031416, 12,345, 1.2346e-09; "–" for what is not a number. */
  static String of(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "−∞";
    }
    double size = Math.abs(value);
    if (value == Math.rint(value) && size < 1e15) {
      return of((long) value);
    }
    if (size >= 10_000 && size < 1e15) {
      return of(Math.round(value));
    }
    if (size < 1e-4 || size >= 1e15) {
      return String.format(Locale.ROOT, "%.4e", value);
    }
    return new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
  }

  /** 12,345. */
  static String of(long value) {
    return Math.abs(value) < 10_000
        ? Long.toString(value)
        : String.format(Locale.ROOT, "%,d", value);
  }

  /** Figures as above, everything else as it prints; "–" for nothing. */
  static String of(@Nullable Object value) {
    if (value instanceof Double || value instanceof Float) {
      return of(((Number) value).doubleValue());
    }
    if (value instanceof Long || value instanceof Integer) {
      return of(((Number) value).longValue());
    }
    return copied(value);
  }

  /** As it prints, numbers too: a seed or an option must be repeated exactly. "–" for nothing. */
  static String copied(@Nullable Object value) {
    String text = value == null ? "" : value.toString();
    return text.isEmpty() ? "–" : text;
  }

  /** The figures of a column, all with as many decimals as show five digits of the largest. */
  static Column column(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Double.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
    }
    if (largest < 1e-2 || largest >= 1e15) {
      return Figures::of;
    }
    int decimals = Math.max(0, Math.min(4, 4 - (int) Math.floor(StrictMath.log10(largest))));
    return value ->
        Double.isFinite(value)
            ? String.format(Locale.ROOT, "%,." + decimals + "f", value)
            : of(value);
  }

  /** How a column writes its figures. */
  interface Column {
    String of(double value);
  }
}
