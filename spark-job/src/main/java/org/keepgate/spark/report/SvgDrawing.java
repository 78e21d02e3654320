package org.keepgate.spark.report;

import java.awt.geom.Rectangle2D;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.JFreeChart;
import org.w3c.dom.Attr;
import org.w3c.dom.DOMImplementation;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/**
 * Turns a chart into an SVG element of the page: as wide as its place, coloured by the style sheet,
 * with real text and a name for those who do not see it.
 */
final class SvgDrawing {
  private static final String SVG = "http://www.w3.org/2000/svg";

  private SvgDrawing() {}

  /**
   * Draws the chart.
   *
   * @param id unique in the page; the drawing's own identifiers begin with it
   * @param name what the picture shows, for screen readers
   */
  static Element draw(
      Document page, JFreeChart chart, int width, int height, String id, String name) {
    DOMImplementation implementation = page.getImplementation();
    SVGGeneratorContext context =
        SVGGeneratorContext.createDefault(implementation.createDocument(SVG, "svg", null));
    context.setComment(null);
    context.setPrecision(2);
    SVGGraphics2D graphics = new SVGGraphics2D(context, false);
    chart.draw(graphics, new Rectangle2D.Double(0, 0, width, height));
    Element svg = (Element) page.importNode(graphics.getRoot(), true);
    adapt(svg, id);
    svg.setAttribute("viewBox", "0 0 " + width + " " + height);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", name);
    Element title = page.createElementNS(SVG, "title");
    title.setTextContent(name);
    svg.insertBefore(title, svg.getFirstChild());
    return svg;
  }

  /** Marker colours become the page's, identifiers unique; the font is the page's. */
  private static void adapt(Element element, String id) {
    NamedNodeMap attributes = element.getAttributes();
    for (int i = attributes.getLength() - 1; i >= 0; i--) {
      Attr attribute = (Attr) attributes.item(i);
      String value = attribute.getValue();
      String variable = ChartColor.variable(value);
      if (variable != null) {
        attribute.setValue(variable);
      } else if (attribute.getName().equals("id")) {
        attribute.setValue(id + "-" + value);
      } else if (value.startsWith("url(#")) {
        attribute.setValue("url(#" + id + "-" + value.substring("url(#".length()));
      } else if (attribute.getName().equals("font-family")) {
        element.removeAttributeNode(attribute);
      }
    }
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element inner) {
        adapt(inner, id);
      }
    }
  }
}
