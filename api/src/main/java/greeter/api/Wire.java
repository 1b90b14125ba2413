package greeter.api;

import static java.util.Objects.requireNonNull;

import io.grpc.Metadata;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What both ends must agree on beside {@code helloworld.proto}: the metadata keys, and the texts of
 * the replies, which stay those of the 2018 programs byte for byte.
 */
public final class Wire {
  /**
   * The pod that answered, in the initial metadata of every response and in the trailers of those
   * that are not OK. The key is the one that gRPC's own xDS interop servers use.
   */
  public static final Metadata.Key<String> HOSTNAME =
      Metadata.Key.of("hostname", Metadata.ASCII_STRING_MARSHALLER);

  /**
   * How a server with fault injection is to misbehave, in the request metadata: {@link Behavior}
   * has the grammar. Other servers ignore it.
   */
  public static final Metadata.Key<String> RPC_BEHAVIOR =
      Metadata.Key.of("rpc-behavior", Metadata.ASCII_STRING_MARSHALLER);

  /**
   * What the pod saw of the call: {@link Seen} has the grammar. A server with fault injection sends
   * it in the initial metadata of every response, and in the trailers of those that have no initial
   * metadata; other servers never do.
   */
  public static final Metadata.Key<String> GREETER_SEEN =
      Metadata.Key.of("greeter-seen", Metadata.ASCII_STRING_MARSHALLER);

  /** A trailer beside the status that {@link #RPC_BEHAVIOR} asked for; {@link #KEPT} is in it. */
  public static final Metadata.Key<String> GREETER_TRAILER =
      Metadata.Key.of("greeter-trailer", Metadata.ASCII_STRING_MARSHALLER);

  /** The value of {@link #GREETER_TRAILER}, where no proxy dropped or changed it. */
  public static final String KEPT = "kept";

  /** How often a call was tried before, in the metadata of gRPC's retries (gRFC A6). */
  public static final Metadata.Key<String> PREVIOUS_ATTEMPTS =
      Metadata.Key.of("grpc-previous-rpc-attempts", Metadata.ASCII_STRING_MARSHALLER);

  private static final String BEFORE_POD = "At ";
  private static final String AFTER_POD = ".\n I sent chandler's words in ";

  private Wire() {}

  /** The text of a HelloReply. An absent age is empty, and leaves two spaces. */
  public static String helloText(String name, String age, String pod) {
    return "Hello I'm " + name + ". " + age + " years old. " + BEFORE_POD + pod;
  }

  /** The text of a GoodbyeReply. */
  public static String goodbyeText(String name, String pod, String saying) {
    return "Goodbye "
        + name
        + ". "
        + BEFORE_POD
        + pod
        + AFTER_POD
        + "Collection of famous sayings: "
        + saying;
  }

  /**
   * The pod that a reply's text names. The servers of 2018 send no {@link #HOSTNAME}, so this is
   * all that tells who answered there.
   *
   * @param text either service's reply; empty if it is neither's
   */
  public static Optional<String> podIn(String text) {
    int end = requireNonNull(text, "text").indexOf(AFTER_POD);
    String upToPod = end < 0 ? text : text.substring(0, end);
    // The last one: a caller may be named "At home", a pod has no spaces.
    int start = upToPod.lastIndexOf(BEFORE_POD);
    return start < 0
        ? Optional.empty()
        : Optional.of(upToPod.substring(start + BEFORE_POD.length())).filter(pod -> !pod.isEmpty());
  }

  /**
   * Text from outside, fit for a log or a terminal: each control character becomes its code, as
   * {@code \}{@code u001b}.
   */
  public static String printable(String text) {
    return text.codePoints()
        .mapToObj(c -> Character.isISOControl(c) ? "\\u%04x".formatted(c) : Character.toString(c))
        .collect(Collectors.joining());
  }
}
