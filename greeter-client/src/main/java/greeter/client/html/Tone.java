package greeter.client.html;

/** What a finding means to its reader: a colour, and a sign for those who see none. */
public enum Tone {
  GOOD("good", "\u2713"),
  INFO("info", "i"),
  WARN("warn", "!"),
  UNSURE("unsure", "?"),
  BAD("bad", "\u2717"),
  NONE("none", "\u2013");

  private final String style;
  private final String sign;

  Tone(String style, String sign) {
    this.style = style;
    this.sign = sign;
  }

  String style() {
    return style;
  }

  /** The word in its colour, behind its sign. */
  public Element badge(String word) {
    return Element.of("span")
        .styled("badge " + style)
        .add(Element.of("span", sign).styled("sign").with("aria-hidden", "true"))
        .text(word);
  }
}
