package greeter.client.check;

import greeter.client.calls.Blame;
import greeter.client.connect.Target;
import greeter.client.transport.Frame;
import greeter.client.transport.Goaway;
import greeter.client.transport.RawHttp2;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** KEEPALIVE: whether a client may PING every 10 s while it has no calls. */
final class KeepaliveCheck implements Check {
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  /**
   * gRPC's servers let the first PING pass, and two more that come too early; the next ends the
   * connection (https://github.com/grpc/proposal/blob/master/A8-client-side-keepalive.md).
   */
  private static final int PINGS = 4;

  /** The debug data that gRPC's servers send, as A8 has it. */
  private static final String TOO_MANY = "too_many_pings";

  /**
   * What came of the PINGs.
   *
   * @param answered how many
   * @param goaway that ended them
   * @param ended whether the connection ended with them
   * @param trouble why there was no connection
   */
  record Observation(
      int answered, Optional<Goaway> goaway, boolean ended, Optional<String> trouble) {}

  @Override
  public List<Code> codes() {
    return List.of(Code.KEEPALIVE);
  }

  @Override
  public List<Result> run(Bench bench) throws InterruptedException {
    if (!bench.asked().full()) {
      return List.of(Result.notRun(Code.KEEPALIVE, "needs --full"));
    }
    Optional<Target.Endpoint> endpoint = bench.connector().target().endpoint();
    if (endpoint.isEmpty()) {
      return List.of(Result.notRun(Code.KEEPALIVE, "the target is a Unix socket"));
    }
    return List.of(judge(observe(bench, endpoint.get())));
  }

  private static Observation observe(Bench bench, Target.Endpoint endpoint)
      throws InterruptedException {
    Duration limit = bench.asked().deadline();
    int answered = 0;
    try (RawHttp2 http2 = RawHttp2.connect(bench.connector(), endpoint, limit)) {
      for (int sent = 0; sent < PINGS; sent++) {
        if (sent > 0) {
          bench.pace().pause(INTERVAL);
        }
        http2.ping(sent);
        Optional<Frame> frame = answer(http2, limit);
        if (!frame.map(Frame::isPong).orElse(false)) {
          return observation(answered, frame, http2);
        }
        answered++;
      }
      // Some answer the PING first that is one too many.
      return observation(answered, answer(http2, limit), http2);
    } catch (IOException e) {
      return new Observation(
          0, Optional.empty(), false, Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private static Observation observation(int answered, Optional<Frame> goaway, RawHttp2 http2) {
    return new Observation(answered, goaway.map(Goaway::of), http2.ended(), Optional.empty());
  }

  /** The next frame that answers a PING, or ends the connection. */
  private static Optional<Frame> answer(RawHttp2 http2, Duration limit)
      throws InterruptedException {
    while (true) {
      Optional<Frame> frame = http2.next(limit);
      if (frame.isEmpty() || frame.get().isPong() || frame.get().is(Frame.GOAWAY)) {
        return frame;
      }
    }
  }

  static Result judge(Observation o) {
    if (o.trouble().isPresent()) {
      return Result.inconclusive(Code.KEEPALIVE, "no connection: " + o.trouble().get());
    }
    if (o.answered() == PINGS && o.goaway().isEmpty() && !o.ended()) {
      return Result.pass(
          Code.KEEPALIVE, PINGS + " PINGs, one every 10 s without calls, were answered");
    }
    String after =
        "%d of %d PINGs answered, one every 10 s without calls".formatted(o.answered(), PINGS);
    if (o.goaway().isPresent()) {
      Goaway goaway = o.goaway().get();
      if (goaway.code().equals("NO_ERROR")) {
        return Result.of(
            Code.KEEPALIVE,
            Grade.INFO,
            goaway + " after " + after + ": no rule on PINGs, a short life");
      }
      boolean isGrpc = goaway.debug().equals(TOO_MANY);
      return failed(
          goaway + " after " + after,
          isGrpc ? Blame.APP : Blame.CANNOT_TELL,
          isGrpc
              ? "the gRPC server that ends this connection permits fewer PINGs (permitKeepAliveTime,"
                  + " permitKeepAliveWithoutCalls)"
              : "the hop that ends this connection takes PINGs without calls for a flood");
    }
    return o.ended()
        ? failed(
            "the connection ended without GOAWAY after " + after,
            Blame.NETWORK,
            "an idle limit that PINGs do not extend, or a hop that dislikes them")
        : failed(
            "no answer after " + after,
            Blame.CANNOT_TELL,
            "a connection that is dead without a word, or a hop that swallows PINGs");
  }

  private static Result failed(String line, Blame blame, String cause) {
    return Result.of(Code.KEEPALIVE, Grade.FAIL, line).because(blame, cause, List.of(line));
  }
}
