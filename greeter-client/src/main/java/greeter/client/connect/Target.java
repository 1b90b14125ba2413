package greeter.client.connect;

import greeter.api.Wire;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom to call, as the user wrote it and as gRPC reads it.
 *
 * @param written what the user wrote
 * @param uri the gRPC target (https://github.com/grpc/grpc/blob/master/doc/naming.md)
 * @param endpoint the host and port in it; empty for a Unix socket
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
          "(?:\\[(?<six>[0-9a-fA-F:.]+)]|(?<name>[^\\[\\]:/\\s]+))(?::(?<port>[0-9]{1,5}))?");
  private static final Pattern DNS =
      Pattern.compile("dns:(?://(?<server>[A-Za-z0-9.:-]*)/)?(?<name>.+)");
  private static final Pattern UNIX = Pattern.compile("unix:(?://(?=/)|(?!//))[A-Za-z0-9._/~+-]+");

  // The last label begins with a letter, and none has an underscore: java.net.URI, by which gRPC
  // reads names, takes no other.
  private static final Pattern NAME =
      Pattern.compile(
          "(?=.{1,253}\\.?$)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)*"
              + "[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.?");
  private static final Pattern LIKE_IPV4 = Pattern.compile("[0-9.]+");
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");

  /**
   * Reads a target.
   *
   * @param defaultPort of a dns target that names none, as gRPC has it: 80, or 443 with TLS
   * @throws IllegalArgumentException with one line that says what was expected
   */
  public static Target parse(String written, int defaultPort) {
    if (UNIX.matcher(written).matches()) {
      return new Target(written, written, Optional.empty());
    }
    Matcher dns = DNS.matcher(written);
    // A host may be called dns.
    boolean isUri = dns.matches() && !HOST_PORT.matcher(written).matches();
    String name = isUri ? dns.group("name") : written;
    String server = isUri ? Objects.requireNonNullElse(dns.group("server"), "") : "";
    // A URI's path has no brackets.
    String path = name.replace("[", "%5B").replace("]", "%5D");
    return endpoint(name, isUri ? defaultPort : 0)
        .map(endpoint -> new Target(written, "dns://" + server + "/" + path, Optional.of(endpoint)))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\"" + Wire.printable(written) + "\" (expected: " + EXPECTED + ")"));
  }

  /** The path of the Unix socket, where there is no endpoint. */
  Path socket() {
    return Path.of(uri.replaceFirst("^unix:(//)?", ""));
  }

  /** Whether a text is HOST or HOST:PORT, as an authority must be. */
  public static boolean isAuthority(String text) {
    return endpoint(text, 80).isPresent();
  }

  /** The host of an {@linkplain #isAuthority authority}, IPv6 without brackets. */
  public static String hostOf(String authority) {
    return endpoint(authority, 80).orElseThrow().host();
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
            ? isIpv6(host)
            : (LIKE_IPV4.matcher(host).matches() ? IPV4 : NAME).matcher(host).matches();
    return valid && port >= 1 && port <= 65535
        ? Optional.of(new Endpoint(host, port))
        : Optional.empty();
  }

  private static boolean isIpv6(String text) {
    if (text.indexOf(':') < 0) {
      return false;
    }
    try {
      // In brackets it is read as an address and never looked up.
      InetAddress unused = InetAddress.getByName("[" + text + "]");
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
