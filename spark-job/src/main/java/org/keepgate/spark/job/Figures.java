package org.keepgate.spark.job;

import java.util.Locale;

/** Numbers as people read them. */
final class Figures {

  private Figures() {}

  /** 8,543,210. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Four significant digits, and more before the point where there are. */
  static String measure(double value) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    double size = Math.abs(value);
    int decimals = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** 2:05, or 1:02:05. */
  static String duration(double seconds) {
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }

  /** 1.4 MB. */
  static String bytes(long bytes) {
    return bytes < 1 << 20
        ? String.format(Locale.ROOT, "%.0f kB", Math.ceil(bytes / 1024.0))
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1048576.0);
  }
}
