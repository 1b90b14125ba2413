package greeter.bench;

import greeter.testbed.Project;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The flags that the images start Java with, as the pom has them. */
final class ImageFlags {
  private ImageFlags() {}

  /** Of every image. */
  static List<String> read() throws IOException {
    // Those of a profile are for an image with a cache.
    return read("/project/build//jvmFlag");
  }

  /** What an image with an AOT cache has besides, but for where its cache is. */
  static List<String> besideCache() throws IOException {
    return read("/project/profiles/profile[id='image-aot']//jvmFlag").stream()
        .filter(flag -> !flag.startsWith("-XX:AOTCache="))
        .toList();
  }

  private static List<String> read(String path) throws IOException {
    try {
      Document pom =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(Project.root().resolve("pom.xml").toFile());
      NodeList flags =
          (NodeList)
              XPathFactory.newInstance().newXPath().evaluate(path, pom, XPathConstants.NODESET);
      List<String> found = new ArrayList<>();
      for (int i = 0; i < flags.getLength(); i++) {
        found.add(flags.item(i).getTextContent());
      }
      return List.copyOf(found);
    } catch (ParserConfigurationException | SAXException | XPathExpressionException e) {
      throw new IOException("pom.xml: " + e.getMessage(), e);
    }
  }
}
