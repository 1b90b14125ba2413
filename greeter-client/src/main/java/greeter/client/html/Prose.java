package greeter.client.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plain text with paragraphs, lists of {@code - items} and {@code `code`}, as elements. */
public final class Prose {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private Prose() {}

  public static List<Element> of(String text) {
    List<Element> blocks = new ArrayList<>();
    for (String block : text.strip().split("\\n\\s*\\n", -1)) {
      int list = block.startsWith("- ") ? 0 : block.indexOf("\n- ");
      if (list != 0 && !block.isBlank()) {
        blocks.add(line("p", list < 0 ? block : block.substring(0, list)));
      }
      if (list >= 0) {
        blocks.add(list(block.substring(list).stripLeading()));
      }
    }
    return blocks;
  }

  private static Element list(String block) {
    return Element.of("ul")
        .add(
            Arrays.stream(block.split("(?m)^- ", -1))
                .filter(item -> !item.isBlank())
                .map(item -> line("li", item.strip()))
                .toList());
  }

  /** An element with this text, and what stands between backquotes as code. */
  public static Element line(String element, String text) {
    Element line = Element.of(element);
    Matcher code = CODE.matcher(text);
    int end = 0;
    while (code.find()) {
      line.text(text.substring(end, code.start())).add(Element.of("code", code.group(1)));
      end = code.end();
    }
    return line.text(text.substring(end));
  }
}
