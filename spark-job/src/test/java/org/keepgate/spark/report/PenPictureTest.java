package org.keepgate.spark.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

@DisplayName("The picture of a pen's moves")
class PenPictureTest {

  /** The parsed picture; what it refers to outside of itself is not fetched. */
  private static Element picture(float[]... moves) throws Exception {
    DocumentBuilder parser = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder();
    parser.setEntityResolver((publicId, systemId) -> new InputSource(new StringReader("")));
    String svg = PenPicture.svg(List.of(moves));
    return parser.parse(new InputSource(new StringReader(svg))).getDocumentElement();
  }

  private static String way(Element svg) {
    NodeList paths = svg.getElementsByTagName("path");
    assertEquals(1, paths.getLength());
    return ((Element) paths.item(0)).getAttribute("d");
  }

  @Test
  @DisplayName("draws within strokes, not between them; 1000 on the longer side, y downwards")
  void strokes() throws Exception {
    Element svg =
        picture(
            new float[] {5, 5, 0}, // where the pen comes down
            new float[] {10, 0, 0},
            new float[] {0, 5, 1},
            new float[] {-10, 0, 0}, // lifted
            new float[] {5, 0, 1});
    assertEquals("0 0 1020 520", svg.getAttribute("viewBox"));
    assertEquals("M10 10 L10 10 L1010 10 L1010 510 M10 510 L10 510 L510 510", way(svg));
  }

  @Test
  @DisplayName("a stroke of one place is a dot")
  void dot() throws Exception {
    Element svg = picture(new float[] {-3, 7, 1});
    assertEquals("0 0 20 20", svg.getAttribute("viewBox"));
    assertEquals("M10 10 L10 10", way(svg));
  }
}
