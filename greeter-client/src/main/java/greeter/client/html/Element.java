package greeter.client.html;

import static java.util.Objects.requireNonNull;

import greeter.api.Wire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An element of HTML or SVG. Whatever is put into it stays text, and comes out in ASCII, so that no
 * encoding of a console can spoil the file.
 */
public final class Element {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9-]*");
  private static final Set<String> WITHOUT_END = Set.of("br", "input", "meta");

  /** What turns text around it; no isolation of HTML's holds against all of them. */
  private static final Pattern DIRECTION =
      Pattern.compile("[\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");

  private final String name;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final List<Object> content = new ArrayList<>(); // elements, and text that is escaped

  private Element(String name) {
    this.name = name;
  }

  public static Element of(String name) {
    require(NAME.matcher(name).matches(), name);
    return new Element(name);
  }

  /** With this text of the program's own. */
  public static Element of(String name, String text) {
    return of(name).text(text);
  }

  /**
   * With an attribute.
   *
   * @throws IllegalArgumentException if the page's policy would not let it act: {@code style} and
   *     handlers of events
   */
  public Element with(String attribute, String value) {
    String lower = attribute.toLowerCase(Locale.ROOT);
    require(NAME.matcher(attribute).matches(), attribute);
    require(!lower.equals("style") && !lower.startsWith("on"), attribute);
    attributes.put(attribute, requireNonNull(value, "value"));
    return this;
  }

  /** Of this class, or these. */
  public Element styled(String classes) {
    return with("class", classes);
  }

  /** The program's own text. */
  public Element text(String text) {
    content.add(escaped(text));
    return this;
  }

  /**
   * Text from outside: each character that would not be seen becomes its code, and whatever
   * direction it is written in, the text around it stays as it is.
   */
  public Element wire(String text) {
    return add(of("bdi").text(visible(text)));
  }

  public Element add(Element... elements) {
    content.addAll(List.of(elements));
    return this;
  }

  public Element add(List<Element> elements) {
    content.addAll(elements);
    return this;
  }

  /** A script or a style sheet, which HTML does not escape. */
  Element raw(String code) {
    String lower = code.toLowerCase(Locale.ROOT);
    require(!lower.contains("</" + name) && !lower.contains("<!--"), "the end of " + name);
    require(code.chars().allMatch(c -> c < 0x7f), "not ASCII in " + name);
    content.add(code);
    return this;
  }

  private static String visible(String text) {
    return DIRECTION
        .matcher(Wire.printable(text))
        .replaceAll(match -> "\\\\u%04x".formatted((int) match.group().charAt(0)));
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    print(out);
    return out.toString();
  }

  private void print(StringBuilder out) {
    out.append('<').append(name);
    attributes.forEach(
        (attribute, value) ->
            out.append(' ').append(attribute).append("=\"").append(escaped(value)).append('"'));
    out.append('>');
    if (WITHOUT_END.contains(name)) {
      require(content.isEmpty(), name);
      return;
    }
    for (Object part : content) {
      if (part instanceof Element element) {
        element.print(out);
      } else {
        out.append(part);
      }
    }
    out.append("</").append(name).append('>');
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> append(c, out));
    return out.toString();
  }

  private static void append(int c, StringBuilder out) {
    boolean plain = c >= ' ' && c < 0x7f && "<>&\"'".indexOf(c) < 0;
    if (plain || c == '\n') {
      out.append((char) c);
    } else if (Character.isISOControl(c)) {
      out.append(Wire.printable(Character.toString(c)));
    } else {
      boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
      out.append("&#").append(half ? 0xfffd : c).append(';');
    }
  }

  private static void require(boolean met, String what) {
    if (!met) {
      throw new IllegalArgumentException(what);
    }
  }
}
