package greeter.client.check;

/** Which side of a stream speaks. */
enum StreamKind {
  /** The client has half-closed: the server alone could speak. */
  SERVER("server stream"),
  /** The client alone speaks: the server has not even sent its headers. */
  CLIENT("client stream"),
  /** Both have spoken, and may again. */
  BIDI("bidi stream");

  private final String text;

  StreamKind(String text) {
    this.text = text;
  }

  /** The kind without the word "stream". */
  String word() {
    return text.substring(0, text.indexOf(' '));
  }

  @Override
  public String toString() {
    return text;
  }
}
