package greeter.client.check;

import greeter.client.transport.Answer;
import greeter.client.transport.Observation;
import greeter.client.transport.Settings;
import greeter.client.transport.Talk;
import java.util.ArrayList;
import java.util.List;

/** What was said over the connections of a probe, in words. */
final class Transcript {
  private Transcript() {}

  /** A line for each connection, and for each certificate that was shown. */
  static List<String> of(Observation o) {
    List<String> seen = new ArrayList<>();
    add(o, "HTTP/2", o.asked(), seen);
    o.http1().ifPresent(talk -> add(o, "HTTP/1.1", talk, seen));
    o.otherWay().ifPresent(talk -> add(o, "HTTP/2", talk, seen));
    o.asked().handshake().or(() -> o.otherWay().flatMap(Talk::handshake)).stream()
        .flatMap(handshake -> handshake.chain().stream())
        .forEach(certificate -> seen.add("certificate " + certificate));
    return seen;
  }

  private static void add(Observation o, String asked, Talk talk, List<String> seen) {
    String security =
        talk.handshake()
            .map(
                handshake ->
                    handshake
                        .protocol()
                        .map(p -> "by " + p + ", ALPN " + handshake.alpn().orElse("none"))
                        .orElse("by TLS"))
            .orElse("in cleartext");
    seen.add(asked + " " + security + ": " + words(o, talk.answer()));
  }

  /** What was answered, in a few words. */
  static String words(Observation o, Answer answer) {
    if (answer instanceof Answer.Http2 http2) {
      return "HTTP/2, " + streams(http2.settings());
    } else if (answer instanceof Answer.Refused refused) {
      return refused.goaway().toString();
    } else if (answer instanceof Answer.Http1 http1) {
      return "HTTP/1.1 status "
          + http1.status()
          + http1.location().map(location -> " to " + location).orElse("")
          + http1.server().map(server -> ", server: " + server).orElse("");
    } else if (answer instanceof Answer.TlsRecord) {
      return "a TLS record";
    } else if (answer instanceof Answer.Cleartext) {
      return "no TLS";
    } else if (answer instanceof Answer.TlsRefused refused) {
      return refused.alert();
    } else if (answer instanceof Answer.Unknown unknown) {
      return "\"" + unknown.beginning() + "\"";
    } else if (answer instanceof Answer.Silence) {
      return "nothing within " + o.limit().toMillis() + " ms";
    } else if (answer instanceof Answer.Closed) {
      return "closed without a word";
    } else if (answer instanceof Answer.Reset) {
      return "connection reset";
    }
    return ((Answer.Unreachable) answer).why();
  }

  /** How many streams the peer takes at once, in words. */
  static String streams(Settings settings) {
    // What grpc-java's servers say when they have no limit.
    return settings.maxConcurrentStreams().orElse(Integer.MAX_VALUE) < Integer.MAX_VALUE
        ? "MAX_CONCURRENT_STREAMS " + settings.maxConcurrentStreams().getAsLong()
        : "no limit on streams";
  }
}
