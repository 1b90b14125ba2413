package greeter.deploy;

import greeter.testbed.Project;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;

/** What a pom says. */
record Pom(Document xml) {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]+)}");

  static Pom parent() {
    return read(Project.root().resolve("pom.xml"));
  }

  private static Pom read(Path file) {
    try {
      return new Pom(
          DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()));
    } catch (Exception e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    }
  }

  /** The value of a property, with those that it refers to. */
  String property(String name) {
    String value =
        name.equals("project.version")
            ? text("/project/version")
            : text("/project/properties/*[name()='" + name + "']");
    if (value.isEmpty()) {
      throw new IllegalStateException("pom.xml: no property " + name);
    }
    return REFERENCE
        .matcher(value)
        .replaceAll(match -> Matcher.quoteReplacement(property(match.group(1))));
  }

  private String text(String path) {
    XPath xpath = XPathFactory.newInstance().newXPath();
    try {
      return xpath.evaluate(path, xml).strip();
    } catch (XPathExpressionException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
