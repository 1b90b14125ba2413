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
    value
        .codePoints()
        .filter(Character::isISOControl)
        .findFirst()
        .ifPresent(
            c -> {
              throw invalid(field + ": control character %s (expected: none)".formatted(name(c)));
            });
    return value;
  }

  private static String name(int codePoint) {
    return "U+%04X".formatted(codePoint);
  }

  private static RuntimeException invalid(String description) {
    return Status.INVALID_ARGUMENT.withDescription(description).asRuntimeException();
  }
}
