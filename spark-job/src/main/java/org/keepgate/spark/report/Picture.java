package org.keepgate.spark.report;

import java.awt.AWTError;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * A chart on a page, in a wide and a narrow shape, of which style sheet and window decide which one
 * is seen; with its legend, and a sentence that says how to read it.
 *
 * @param chart draws in {@link ChartColor#drawn} colours
 * @param legend from the first entry to the last
 * @param name what it shows, for those who do not see it
 * @param howToRead below it
 * @param moreHeight beyond the usual one, for charts with many rows
 */
record Picture(Chart chart, List<Entry> legend, String name, String howToRead, int moreHeight) {

  /** Of the usual height. */
  Picture(Chart chart, List<Entry> legend, String name, String howToRead) {
    this(chart, legend, name, howToRead, 0);
  }

  /** Makes the chart for a shape. */
  @FunctionalInterface
  interface Chart {
    JFreeChart of(int width, int height);
  }

  /**
   * A line of the legend.
   *
   * @param style class in the style sheet: train, validation or floor
   */
  record Entry(String words, String style) {}

  /** Makes an element of a chart: {@link SvgDrawing#draw}. */
  @FunctionalInterface
  interface Pen {
    Element draw(Document page, JFreeChart chart, int width, int height, String id, String name);
  }

  private enum Shape {
    WIDE(860, 400),
    NARROW(360, 320);

    private final int width;
    private final int height;

    Shape(int width, int height) {
      this.width = width;
      this.height = height;
    }

    String styleClass() {
      return this == WIDE ? "wide" : "narrow";
    }
  }

  void addTo(Page page, Element section, String id) {
    addTo(page, section, id, SvgDrawing::draw);
  }

  /**
   * Appends the figure, or why there is none: a report must not be lost for want of a font.
   *
   * @param id unique in the page
   */
  void addTo(Page page, Element section, String id, Pen pen) {
    List<Element> drawings = new ArrayList<>();
    try {
      for (Shape shape : Shape.values()) {
        int height = shape.height + moreHeight;
        JFreeChart drawn = chart.of(shape.width, height);
        Element svg =
            pen.draw(page.document(), drawn, shape.width, height, id + shape.styleClass(), name);
        svg.setAttribute("class", shape.styleClass());
        drawings.add(svg);
      }
    } catch (RuntimeException | AWTError | LinkageError e) {
      page.add(
              section,
              "p",
              "The picture could not be drawn ("
                  + e
                  + "): Java needs fontconfig, freetype and one font on this machine, and"
                  + " -Djava.awt.headless=true where DISPLAY names a screen that is not there. The"
                  + " table has the numbers.")
          .setAttribute("class", "note");
      return;
    }
    Element figure = page.add(section, "figure");
    if (!legend.isEmpty()) {
      Element list = page.add(figure, "ul");
      list.setAttribute("class", "legend");
      legend.forEach(
          entry -> page.add(list, "li", entry.words()).setAttribute("class", entry.style()));
    }
    drawings.forEach(figure::appendChild);
    page.add(figure, "figcaption", howToRead);
  }
}
