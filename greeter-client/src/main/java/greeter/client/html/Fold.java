package greeter.client.html;

import java.util.List;

/** What is read by those who want to know more. */
public final class Fold {
  private Fold() {}

  public static Element of(String summary, List<Element> content) {
    return Element.of("details").add(Element.of("summary", summary)).add(content);
  }
}
