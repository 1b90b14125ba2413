package greeter.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a server may be told by its environment; {@link #SETTINGS} has units, ranges and defaults.
 *
 * @param listen where h2c is served; port 0 takes a free one
 * @param pod the name that every response carries
 * @param settle from NOT_SERVING to the GOAWAY, still serving: endpoints are removed with a lag
 * @param grace from the GOAWAY to the cutting of the calls that are still in flight
 * @param maxConnectionAge after which a connection gets a GOAWAY, and {@code grace}
 * @param maxMessageBytes of one request message
 * @param maxMetadataBytes of one request's metadata, counted as HTTP/2 does (RFC 9113, 6.5.2)
 * @param permitKeepAlive the least time between a client's PINGs, with or without calls
 * @param faultInjection whether callers may ask for misbehaviour: {@link greeter.api.Behavior}
 */
public record ServerConfig(
    InetSocketAddress listen,
    String pod,
    Duration settle,
    Duration grace,
    Optional<Duration> maxConnectionAge,
    int maxMessageBytes,
    int maxMetadataBytes,
    Duration permitKeepAlive,
    boolean faultInjection) {

  private static final Setting<Integer> PORT =
      Setting.whole("GRPC_PORT", 0, 65535, 8999, "TCP port, h2c; 0 takes a free one");
  private static final Setting<InetAddress> ADDRESS =
      Setting.address("GRPC_ADDRESS", "every address", "address to listen on");
  private static final Setting<String> POD =
      new Setting<>(
          "POD_NAME",
          "1..253 visible ASCII characters",
          "the host name",
          "the name that every answer carries",
          text -> Optional.of(text).filter(Pattern.compile("[!-~]{1,253}").asMatchPredicate()));
  private static final Setting<Duration> SETTLE =
      Setting.duration(
          "GREETER_SETTLE",
          "0s",
          "10m",
          "10s",
          "at SIGTERM, how long to serve on after NOT_SERVING, before the GOAWAY");
  private static final Setting<Duration> GRACE =
      Setting.duration(
          "GREETER_GRACE",
          "0s",
          "1h",
          "30s",
          "after a GOAWAY, how long calls in flight may take before they are cut");
  private static final Setting<Duration> MAX_CONNECTION_AGE =
      Setting.duration(
          "GREETER_MAX_CONNECTION_AGE",
          "1s",
          "24h",
          "no limit",
          "age at which a connection gets a GOAWAY, so that clients find new pods");
  private static final Setting<Integer> MAX_MESSAGE =
      Setting.whole(
          "GREETER_MAX_MESSAGE_BYTES", 1024, 1 << 30, 4 << 20, "bytes of one request message");
  private static final Setting<Integer> MAX_METADATA =
      Setting.whole(
          "GREETER_MAX_METADATA_BYTES", 1024, 1 << 20, 32 << 10, "bytes of one request's metadata");
  private static final Setting<Duration> PERMIT_KEEPALIVE =
      Setting.duration(
          "GREETER_PERMIT_KEEPALIVE",
          "0s",
          "1h",
          "5s",
          "least time between a client's PINGs, calls or none; more often is GOAWAY too_many_pings");
  private static final Setting<Boolean> FAULT_INJECTION =
      Setting.truth(
          "GREETER_FAULT_INJECTION",
          false,
          "whether callers may make their calls fail and wait by metadata `rpc-behavior`");

  /** Every variable that is read, in the order in which a reader wants them. */
  public static final List<Setting<?>> SETTINGS =
      List.of(
          PORT,
          ADDRESS,
          POD,
          SETTLE,
          GRACE,
          MAX_CONNECTION_AGE,
          MAX_MESSAGE,
          MAX_METADATA,
          PERMIT_KEEPALIVE,
          FAULT_INJECTION);

  /**
   * Reads and checks the environment.
   *
   * @throws BadSetting for the first variable that is not as expected
   */
  public static ServerConfig from(Map<String, String> env) {
    return new ServerConfig(
        listen(ADDRESS.ifSet(env), PORT.in(env)),
        POD.ifSet(env).orElseGet(() -> POD.parse(HostName.get())),
        SETTLE.in(env),
        GRACE.in(env),
        MAX_CONNECTION_AGE.ifSet(env),
        MAX_MESSAGE.in(env),
        MAX_METADATA.in(env),
        PERMIT_KEEPALIVE.in(env),
        FAULT_INJECTION.in(env));
  }

  private static InetSocketAddress listen(Optional<InetAddress> address, int port) {
    return address
        .map(a -> new InetSocketAddress(a, port))
        .orElseGet(() -> new InetSocketAddress(port));
  }
}
