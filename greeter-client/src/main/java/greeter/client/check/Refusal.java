package greeter.client.check;

import greeter.client.calls.Origin;
import greeter.client.calls.Outcome.Failed;
import io.grpc.Status;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What refuses every call alike, whatever is asked: no check can see past it.
 *
 * @param what in a few words
 * @param remedy what the caller can do, so that nobody is to blame; empty if it is not the caller's
 */
record Refusal(String what, String remedy) {
  private static final Pattern HTTP_STATUS = Pattern.compile("HTTP status code (\\d{3})");

  /** What nginx writes into its page of 400 (ngx_http_special_response.c), which gRPC quotes. */
  private static final String NO_CERTIFICATE = "No required SSL certificate was sent";

  private static final String BAD_CERTIFICATE = "The SSL certificate error";

  /** Empty if the failure may be of this one call. */
  static Optional<Refusal> of(Failed failed) {
    if (failed.origin() == Origin.CONNECTION) {
      return Optional.of(new Refusal("the target has gone, or its connections end", ""));
    }
    Matcher status = HTTP_STATUS.matcher(failed.reason());
    if (!status.find()) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        switch (status.group(1)) {
          case "301", "302", "307", "308" ->
              new Refusal(
                  "a redirect, which gRPC does not follow",
                  "--tls on the port for TLS; or no redirect: greeter-client explain H2C has the"
                      + " settings");
          case "400" ->
              badRequest(Objects.requireNonNullElse(failed.status().getDescription(), ""));
          case "401", "403" ->
              new Refusal(
                  "the proxy wants to know who calls, or lets nobody in from here",
                  "-H authorization:...");
          case "429" -> new Refusal("a limit on the rate of calls", "");
          case "502", "503", "504" ->
              new Refusal("the proxy reaches no pod that speaks HTTP/2", "");
          default -> null;
        });
  }

  /** One that a client certificate may mend: nginx refuses by request whom it does not trust. */
  static Optional<Refusal> ofCertificate(Failed failed) {
    return failed.reason().contains("HTTP status code 400") ? of(failed) : Optional.empty();
  }

  /** Whether a proxy says that it got no answer: by 502, 503, 504, or what gRPC says for them. */
  static boolean reachesNoPod(Failed failed) {
    if (failed.origin() != Origin.NOT_GRPC && failed.origin() != Origin.UNSIGNED) {
      return false;
    }
    Matcher status = HTTP_STATUS.matcher(failed.reason());
    return status.find()
        ? Set.of("502", "503", "504").contains(status.group(1))
        : failed.status().getCode() == Status.Code.UNAVAILABLE;
  }

  /**
   * Whether a proxy passes the pods' bytes on as an answer of HTTP/0.9, as nginx's proxy_pass does.
   */
  static boolean isOfHttp1(Failed failed) {
    return failed.reason().contains("HTTP status code 0");
  }

  /** Whether a proxy refuses calls that come too fast, or too many at once. */
  static boolean isOfTheRate(Failed failed) {
    // What Envoy's circuit breaker says in gRPC (response code details, "overflow").
    return failed.reason().contains("HTTP status code 429")
        || (failed.origin() == Origin.UNSIGNED && failed.reason().endsWith("overflow"));
  }

  /** Whether the same call may be answered later: a limit on the rate, or no pod that is ready. */
  static boolean isForNow(Failed failed) {
    Matcher status = HTTP_STATUS.matcher(failed.reason());
    return status.find() && Set.of("429", "503").contains(status.group(1));
  }

  private static Refusal badRequest(String page) {
    if (page.contains(NO_CERTIFICATE)) {
      return new Refusal(
          "nginx wants a client certificate",
          "--cert and --key of this client: nginx asks for them by ssl_verify_client");
    }
    if (page.contains(BAD_CERTIFICATE)) {
      return new Refusal(
          "nginx does not trust the client certificate",
          "--cert must be one that the authority in nginx's ssl_client_certificate has signed, and"
              + " not have expired");
    }
    return new Refusal(
        "the proxy takes the request for a bad one",
        "a client certificate is missing or not trusted (--cert, --key), or another host is meant"
            + " (--authority)");
  }

  /** All of it, as a likely cause. */
  String cause() {
    return remedy.isEmpty() ? what : what + ": " + remedy;
  }
}
