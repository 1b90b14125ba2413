package greeter.api;

import static java.util.Objects.requireNonNull;

import io.grpc.Metadata;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What both ends must agree on beside {@code helloworld.proto}: the metadata key of the pod's name,
 * and the texts of the replies, which stay those of the 2018 programs byte for byte.
 */
public final class Wire {
  /**
   * The pod that answered, in the initial metadata of every response and in the trailers of those
   * that are not OK. The key is the one that gRPC's own xDS interop servers use.
   */
  public static final Metadata.Key<String> HOSTNAME =
      Metadata.Key.of("hostname", Metadata.ASCII_STRING_MARSHALLER);

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
