package io.heapcast.bench.report;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A page as an XML parser sees it: one that is not well-formed does not come to be. */
final class Page {

  private final Document document;
  private final XPath xpath = XPathFactory.newInstance().newXPath();

  private Page(Document document) {
    this.document = document;
  }

  static Page parsed(String html) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setExpandEntityReferences(false);
    return new Page(factory.newDocumentBuilder().parse(new InputSource(new StringReader(html))));
  }

  static Page of(ReportData data) throws Exception {
    return parsed(ReportPage.html(data));
  }

  /** The texts, or values, of all nodes at a path, white space joined. */
  List<String> all(String path) throws Exception {
    NodeList nodes = (NodeList) xpath.evaluate(path, document, XPathConstants.NODESET);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      Node node = nodes.item(i);
      texts.add(node.getTextContent().replaceAll("[\\s\u00a0]+", " ").strip());
    }
    return texts;
  }

  String text(String path) throws Exception {
    return String.join(" ", all(path));
  }

  int count(String path) throws Exception {
    return all(path).size();
  }
}
