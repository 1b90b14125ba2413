package greeter.client.target;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom to call, as the user wrote it and as gRPC reads it.
 *
 * @param written what the user wrote
 * @param uri the gRPC target (https://github.com/grpc/grpc/blob/master/doc/naming.md)
 * @param endpoint the host and port in it; empty for schemes other than dns
 */
public record Target(String written, String uri, Optional<Endpoint> endpoint) {
  /** What {@link #parse} takes, for error messages. */
  public static final String EXPECTED =
      "HOST:PORT, IPV4:PORT, [IPV6]:PORT, or a gRPC target such as dns:///HOST:PORT; ports 1..65535";

  /**
   * A host and a port.
   *
   * @param host a name or an address, IPv6 without brackets
   */
  public record Endpoint(String host, int port) {}

  private static final Pattern HOST_PORT =
      Pattern.compile(
          "(?:\\[(?<six>[0-9a-fA-F:.%]+)]|(?<name>[^\\[\\]:/\\s]+))(?::(?<port>\\d{1,5}))?");
  private static final Pattern URI =
      Pattern.compile("(?<scheme>dns|unix):(?://(?<authority>[^/]*)/)?(?<path>.+)");
  private static final Pattern NAME =
      Pattern.compile(
          "(?=.{1,253}\\.?$)[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
              + "(?:\\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*\\.?");
  private static final Pattern LIKE_IPV4 = Pattern.compile("[0-9.]+");
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
  private static final Pattern IPV6 = Pattern.compile("(?=.*:.*:)[0-9a-fA-F:.]+(?:%.+)?");

  /**
   * Reads a target.
   *
   * @param defaultPort of a dns target that names none, as gRPC has it: 80, or 443 with TLS
   * @throws IllegalArgumentException with one line that says what was expected
   */
  public static Target parse(String written, int defaultPort) {
    Matcher uri = URI.matcher(written);
    if (uri.matches() && uri.group("scheme").equals("unix")) {
      return new Target(written, written, Optional.empty());
    }
    boolean dns = uri.matches() && !HOST_PORT.matcher(written).matches();
    return endpoint(dns ? uri.group("path") : written, dns ? defaultPort : 0)
        .map(
            endpoint ->
                new Target(written, dns ? written : "dns:///" + written, Optional.of(endpoint)))
        .orElseThrow(
            () -> new IllegalArgumentException("\"" + written + "\" (expected: " + EXPECTED + ")"));
  }

  private static Optional<Endpoint> endpoint(String text, int defaultPort) {
    Matcher matcher = HOST_PORT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int port =
        Optional.ofNullable(matcher.group("port")).map(Integer::parseInt).orElse(defaultPort);
    boolean six = matcher.group("six") != null;
    String host = six ? matcher.group("six") : matcher.group("name");
    boolean valid =
        six
            ? IPV6.matcher(host).matches()
            : (LIKE_IPV4.matcher(host).matches() ? IPV4 : NAME).matcher(host).matches();
    return valid && port >= 1 && port <= 65535
        ? Optional.of(new Endpoint(host, port))
        : Optional.empty();
  }
}
