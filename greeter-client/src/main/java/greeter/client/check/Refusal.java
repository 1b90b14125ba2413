package greeter.client.check;

import greeter.client.calls.Origin;
import greeter.client.calls.Outcome.Failed;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What refuses every call alike, whatever is asked: no check can see past it. */
final class Refusal {
  private static final Pattern HTTP_STATUS = Pattern.compile("HTTP status code (\\d{3})");

  private Refusal() {}

  /** The cause in words; empty if the failure may be of this one call. */
  static Optional<String> cause(Failed failed) {
    if (failed.origin() == Origin.CONNECTION) {
      return Optional.of("the target has gone, or its connections end");
    }
    Matcher status = HTTP_STATUS.matcher(failed.reason());
    if (!status.find()) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        switch (status.group(1)) {
          case "301", "302", "307", "308" ->
              "a redirect, which gRPC does not follow: --tls on the port for TLS; in ingress-nginx"
                  + " ssl-redirect \"false\" keeps the port in cleartext";
          case "400" ->
              "the proxy takes the request for a bad one: a client certificate is missing, or not one"
                  + " that it trusts (--cert, --key), or another host is meant (--authority)";
          case "401", "403" -> "the proxy wants to know who calls: -H authorization:...";
          case "429" -> "a limit on the rate of calls";
          case "502", "503", "504" -> "the proxy reaches no pod that speaks HTTP/2";
          default -> null;
        });
  }
}
