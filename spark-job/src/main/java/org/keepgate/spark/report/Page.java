package org.keepgate.spark.report;

import java.io.StringWriter;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.Text;

/**
 * An HTML page under construction that is well-formed XML as well: text can only be added as text,
 * so nothing that a user, a file or a model wrote becomes markup.
 */
final class Page {
  private final Document document;

  Page() {
    try {
      document = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().newDocument();
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK's own XML parser cannot be configured", e);
    }
    document.appendChild(document.createElement("html"));
  }

  Document document() {
    return document;
  }

  Element root() {
    return document.getDocumentElement();
  }

  /** Appends an element without a class. */
  Element add(Element parent, String name) {
    return (Element) parent.appendChild(document.createElement(name));
  }

  /** Appends an element that holds a text. */
  Element add(Element parent, String name, String text) {
    Element element = add(parent, name);
    text(element, text);
    return element;
  }

  /** Appends a text. */
  void text(Element parent, String text) {
    parent.appendChild(document.createTextNode(text));
  }

  /** Appends a table with a header row; the columns after the first are numbers if so said. */
  Element table(Element parent, boolean numbers, String... headers) {
    Element table = add(parent, "table");
    table.setAttribute("class", numbers ? "figures" : "pairs");
    Element row = add(add(table, "thead"), "tr");
    for (int i = 0; i < headers.length; i++) {
      Element header = add(row, "th", headers[i]);
      header.setAttribute("scope", "col");
      if (numbers && i > 0) {
        header.setAttribute("class", "number");
      }
    }
    return add(table, "tbody");
  }

  /** Appends a row: its name and the cells after it. */
  Element row(Element body, boolean numbers, String name, List<String> cells) {
    Element row = add(body, "tr");
    add(row, "th", name).setAttribute("scope", "row");
    for (String cell : cells) {
      Element data = add(row, "td", cell);
      if (numbers) {
        data.setAttribute("class", "number");
      }
    }
    return row;
  }

  /** The page as a file's text; control characters, which it may not hold, become visible. */
  String html() {
    makePrintable(document);
    StringWriter html = new StringWriter();
    html.write("<!DOCTYPE html>\n");
    try {
      Transformer writer = TransformerFactory.newDefaultInstance().newTransformer();
      writer.setOutputProperty(OutputKeys.METHOD, "xml");
      writer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      writer.transform(new DOMSource(document), new StreamResult(html));
    } catch (TransformerException e) {
      throw new IllegalStateException("the report's page cannot be written as text", e);
    }
    html.write("\n");
    return html.toString();
  }

  private static void makePrintable(Node node) {
    if (node instanceof Text || node instanceof Attr) {
      node.setNodeValue(printable(node.getNodeValue()));
    }
    NamedNodeMap attributes = node.getAttributes();
    for (int i = 0; attributes != null && i < attributes.getLength(); i++) {
      makePrintable(attributes.item(i));
    }
    for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
      makePrintable(child);
    }
  }

  private static String printable(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints().forEach(symbol -> printable.appendCodePoint(printable(symbol)));
    return printable.toString();
  }

  private static int printable(int symbol) {
    if (symbol == '\n' || symbol == '\t') {
      return symbol;
    }
    if (symbol < ' ') {
      return '\u2400' + symbol; // the picture of the control character
    }
    boolean control = symbol >= 0x7f && symbol < 0xa0;
    boolean halfPair = symbol >= 0xd800 && symbol < 0xe000;
    boolean noCharacter = (symbol & 0xfffe) == 0xfffe;
    return control || halfPair || noCharacter ? '\ufffd' : symbol;
  }
}
