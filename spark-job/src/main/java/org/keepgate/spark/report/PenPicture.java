package org.keepgate.spark.report;

import java.awt.BasicStroke;
import java.awt.Dimension;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.io.StringWriter;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGGraphics2DIOException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A pen's moves as a picture of their strokes; y grows downwards, as on tablets. */
public final class PenPicture {
  private static final String SVG = "http://www.w3.org/2000/svg";
  private static final double LONGEST = 1000; // of the sides
  private static final int MARGIN = 10;
  private static final float LINE = 2;

  private PenPicture() {}

  /**
   * The picture as an SVG file.
   *
   * @param moves dx, dy, and 1 where the stroke ends after the move, else 0; at least one
   */
  public static String svg(List<float[]> moves) {
    Path2D strokes = strokes(moves);
    Rectangle2D bounds = strokes.getBounds2D();
    double longest = Math.max(bounds.getWidth(), bounds.getHeight());
    double scale = longest > 0 ? LONGEST / longest : 1;
    AffineTransform place = AffineTransform.getTranslateInstance(MARGIN, MARGIN);
    place.scale(scale, scale);
    place.translate(-bounds.getX(), -bounds.getY());
    int width = (int) Math.ceil(scale * bounds.getWidth()) + 2 * MARGIN;
    int height = (int) Math.ceil(scale * bounds.getHeight()) + 2 * MARGIN;
    return drawn(place.createTransformedShape(strokes), width, height);
  }

  /** The way of the pen where it writes: from each move's end to the next, within a stroke. */
  private static Path2D strokes(List<float[]> moves) {
    Path2D strokes = new Path2D.Double();
    double x = 0;
    double y = 0;
    boolean begins = true;
    for (float[] move : moves) {
      x += move[0];
      y += move[1];
      if (begins) {
        strokes.moveTo(x, y);
      }
      strokes.lineTo(x, y); // of a stroke of one place: a dot
      begins = move[2] == 1;
    }
    return strokes;
  }

  private static String drawn(Shape strokes, int width, int height) {
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
    context.setComment(null);
    context.setPrecision(2);
    SVGGraphics2D graphics = new SVGGraphics2D(context, false);
    graphics.setSVGCanvasSize(new Dimension(width, height));
    graphics.setStroke(new BasicStroke(LINE, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(strokes);
    Element root = graphics.getRoot();
    root.setAttribute("viewBox", "0 0 " + width + " " + height);
    StringWriter text = new StringWriter();
    try {
      graphics.stream(root, text, false, false);
    } catch (SVGGraphics2DIOException e) {
      throw new IllegalStateException("the picture cannot be written as text", e);
    }
    return text.toString();
  }

  private static Document document() {
    try {
      return DocumentBuilderFactory.newDefaultInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(SVG, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK's own XML parser cannot be configured", e);
    }
  }
}
