package greeter.deploy;

import greeter.testbed.Project;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** What a pom says itself. */
record Pom(Document xml) {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]+)}");

  static Pom parent() {
    return read(Project.root());
  }

  static Pom read(Path folder) {
    Path file = folder.resolve("pom.xml");
    try {
      return new Pom(
          DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()));
    } catch (Exception e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    }
  }

  String artifactId() {
    return text("/project/artifactId").orElseThrow();
  }

  List<String> modules() {
    return texts("/project/modules/module");
  }

  /** The value of a property, with those that it refers to. */
  String property(String name) {
    return find(name).orElseThrow(() -> new IllegalStateException("pom.xml: no property " + name));
  }

  Optional<String> find(String property) {
    return text(property.equals("project.version")
            ? "/project/version"
            : "/project/properties/*[name()='" + property + "']")
        .map(
            value ->
                REFERENCE
                    .matcher(value)
                    .replaceAll(match -> Matcher.quoteReplacement(property(match.group(1)))));
  }

  private Optional<String> text(String path) {
    return texts(path).stream().findFirst();
  }

  private List<String> texts(String path) {
    try {
      NodeList nodes =
          (NodeList)
              XPathFactory.newInstance().newXPath().evaluate(path, xml, XPathConstants.NODESET);
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < nodes.getLength(); i++) {
        texts.add(nodes.item(i).getTextContent().strip());
      }
      return texts;
    } catch (XPathExpressionException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
