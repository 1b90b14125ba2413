package greeter.server;

import greeter.api.Wire;
import java.io.Serial;

/**
 * A setting that cannot be used. The message is one line that names the variable, the value and
 * what was expected: {@code GRPC_PORT: "http" (expected: 0..65535)}.
 */
public final class BadSetting extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public BadSetting(String name, String value, String expected) {
    super(name + ": \"" + Wire.printable(value) + "\" (expected: " + expected + ")");
  }
}
