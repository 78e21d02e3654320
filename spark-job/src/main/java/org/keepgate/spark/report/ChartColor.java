package org.keepgate.spark.report;

import java.awt.Color;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The colours of a picture by what they mean: drawn as a marker colour, which the page's style
 * sheet then replaces by one for light, dark or paper.
 */
enum ChartColor {
  INK(new Color(1, 1, 1), new Color(0x1c2430)),
  GRID(new Color(2, 2, 2), new Color(0xe6e9ee)),
  TRAIN(new Color(3, 3, 3), new Color(0xc2570c)),
  VALIDATION(new Color(4, 4, 4), new Color(0x0b62c4)),
  FLOOR(new Color(5, 5, 5), new Color(0x5b6472));

  private final Color drawn;
  private final Color onWhite;

  ChartColor(Color drawn, Color onWhite) {
    this.drawn = drawn;
    this.onWhite = onWhite;
  }

  /** What the chart library draws a page's pictures with. */
  Color drawn() {
    return drawn;
  }

  /** What it draws with where there is no style sheet: the page's colour for light screens. */
  Color onWhite() {
    return onWhite;
  }

  /**
   * The reference to the page's colour for an SVG value "rgb(3,3,3)", or null for another value.
   */
  static @Nullable String variable(String svgValue) {
    for (ChartColor color : values()) {
      int shade = color.drawn.getRed();
      if (svgValue.equals("rgb(" + shade + "," + shade + "," + shade + ")")) {
        return "var(--" + color.name().toLowerCase(Locale.ROOT) + ")";
      }
    }
    return null;
  }
}
