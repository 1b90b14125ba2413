package greeter.server;

import io.grpc.Status;

/** Text that comes from outside, checked before use. */
public final class Text {
  private Text() {}

  /**
   * Checks a field of a request.
   *
   * @param min fewest characters (Unicode code points)
   * @param max most characters
   * @return the value
   * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT, with the field and its limit, if the
   *     length is out of range or a control character is in it
   */
  public static String checked(String field, String value, int min, int max) {
    int length = value.codePointCount(0, value.length());
    if (length < min || length > max) {
      throw invalid(field + ": " + length + " characters (expected: " + min + ".." + max + ")");
    }
    for (int i = 0; i < value.length(); i++) { // no stream: this is asked of every call
      if (Character.isISOControl(value.charAt(i))) {
        int found = value.charAt(i);
        throw invalid(field + ": control character U+%04X (expected: none)".formatted(found));
      }
    }
    return value;
  }

  private static RuntimeException invalid(String description) {
    return Status.INVALID_ARGUMENT.withDescription(description).asRuntimeException();
  }
}
