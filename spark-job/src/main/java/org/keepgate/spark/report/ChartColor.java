package org.keepgate.spark.report;

import java.awt.Color;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The colours of a picture by what they mean: drawn as a marker colour, which the page's style
 * sheet then replaces by one for light, dark or paper.
 */
enum ChartColor {
  INK(new Color(1, 1, 1)),
  GRID(new Color(2, 2, 2)),
  TRAIN(new Color(3, 3, 3)),
  VALIDATION(new Color(4, 4, 4)),
  FLOOR(new Color(5, 5, 5));

  private final Color drawn;

  ChartColor(Color drawn) {
    this.drawn = drawn;
  }

  /** What the chart library draws with. */
  Color drawn() {
    return drawn;
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
