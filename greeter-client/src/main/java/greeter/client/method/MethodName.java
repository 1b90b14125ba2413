package greeter.client.method;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A method's name.
 *
 * @param service with its package, as {@code grpc.health.v1.Health}
 */
public record MethodName(String service, String method) {
  private static final Pattern FULL = Pattern.compile("(\\w+(?:\\.\\w+)*)/(\\w+)");

  /** What every gRPC server may have. */
  public static final MethodName HEALTH = new MethodName("grpc.health.v1.Health", "Check");

  /** As {@code pkg.Service/Method}, or {@code health} for short; empty if it is neither. */
  public static Optional<MethodName> parse(String text) {
    if (text.equals("health")) {
      return Optional.of(HEALTH);
    }
    Matcher matcher = FULL.matcher(text);
    return matcher.matches()
        ? Optional.of(new MethodName(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  /** Whether it is of the service that this program knows by itself. */
  public boolean isOfHealth() {
    return service.equals(HEALTH.service);
  }

  String full() {
    return service + "/" + method;
  }
}
