package greeter.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Objects of which no check finds anything, and what becomes of them by a change in one place. */
final class Example {
  static final String HOST = "example.com";
  static final Images IMAGES =
      new Images(
          Set.of(
              "registry/hello-server:1", "registry/goodbye-server:1", "registry/greeter-client:1"));

  private Example() {}

  static List<Resource> good() {
    return Resource.parse(text());
  }

  /** With one text in place of another, where that first occurs. */
  static List<Resource> with(String old, String changed) {
    return Resource.parse(replaced(text(), old, changed));
  }

  static String replaced(String text, String old, String changed) {
    int at = text.indexOf(old);
    if (at < 0) {
      throw new IllegalArgumentException("not there: " + old);
    }
    return text.substring(0, at) + changed + text.substring(at + old.length());
  }

  private static String text() {
    try (InputStream in = Example.class.getResourceAsStream("example.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
