package greeter.client.method;

/** What the user asked for cannot be: the message is one line that names the option and the fix. */
public sealed class Mistake extends Exception permits Unreachable {
  private static final long serialVersionUID = 1;

  Mistake(String option, String value, String expected) {
    super("%s: \"%s\" (expected: %s)".formatted(option, value, expected));
  }

  Mistake(String message) {
    super(message);
  }
}
