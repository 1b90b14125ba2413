package greeter.client.transport;

import greeter.api.HelloGrpc;
import greeter.client.connect.Connector;
import greeter.client.connect.Target;
import greeter.client.connect.Tls;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Finds out what a port speaks. */
public final class TransportProbe {
  /** Of a call, so that an ingress that redirects by path redirects this one too. */
  private static final String PATH = "/" + HelloGrpc.getSayHelloMethod().getFullMethodName();

  /** What has not answered by then is asked in other ways too, at the same time. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private static final Tls ANY_TLS = new Tls(List.of(), Optional.empty());

  private final Connector connector;
  private final Target.Endpoint endpoint;
  private final Duration limit;

  /**
   * @param limit of each connection from the name's resolution to the answer; a port that answers
   *     by HTTP/2 within a second takes one connection, any other three
   */
  public TransportProbe(Connector connector, Target.Endpoint endpoint, Duration limit) {
    this.connector = connector;
    this.endpoint = endpoint;
    this.limit = limit;
  }

  /** Connects, and asks. */
  public Observation run(Clock clock) throws InterruptedException {
    Optional<Tls> tls = connector.tls();
    FutureTask<Talk> first = aside(() -> talk(tls, "h2"));
    Optional<Talk> soon = within(SOON, first);
    if (soon.filter(TransportProbe::saysItAll).isPresent()) {
      return observed(clock, tls, soon.get(), Optional.empty(), Optional.empty());
    }
    Optional<Tls> other = tls.isPresent() ? Optional.empty() : Optional.of(ANY_TLS);
    FutureTask<Talk> http1 = aside(() -> talk(tls, "http/1.1"));
    FutureTask<Talk> otherWay = aside(() -> talk(other, "h2"));
    Talk asked = result(first);
    return saysItAll(asked)
        ? observed(clock, tls, asked, Optional.empty(), Optional.empty())
        : observed(clock, tls, asked, Optional.of(result(http1)), Optional.of(result(otherWay)));
  }

  private static boolean saysItAll(Talk asked) {
    return asked.answer() instanceof Answer.Http2 || asked.answer() instanceof Answer.Unreachable;
  }

  private Observation observed(
      Clock clock, Optional<Tls> tls, Talk asked, Optional<Talk> http1, Optional<Talk> otherWay) {
    return new Observation(host(), tls.isPresent(), limit, clock.instant(), asked, http1, otherWay);
  }

  private String host() {
    return connector.authority().map(Target::hostOf).orElse(endpoint.host());
  }

  private Talk talk(Optional<Tls> tls, String protocol) throws InterruptedException {
    long until = System.nanoTime() + limit.toNanos();
    Socket socket;
    try {
      socket = Line.dial(endpoint, until);
    } catch (UnknownHostException e) {
      return unreachable("no such host: " + endpoint.host());
    } catch (SocketTimeoutException e) {
      return unreachable("no TCP connection within " + limit.toMillis() + " ms");
    } catch (IOException e) {
      return unreachable(e.getMessage());
    }
    if (tls.isEmpty()) {
      return new Talk(Optional.empty(), answer(socket, protocol, until));
    }
    TlsClient client = new TlsClient(tls.get(), host());
    Answer answer;
    try {
      answer = answer(client.connect(socket, protocol, until), protocol, until);
    } catch (IOException e) {
      answer = Conversation.ending(e);
    }
    return new Talk(Optional.of(client.seen()), answer);
  }

  private Answer answer(Socket socket, String protocol, long until) throws InterruptedException {
    try (Line line = new Line(socket)) {
      Conversation conversation = new Conversation(line, until);
      return protocol.equals("h2") ? conversation.preface() : conversation.get(authority(), PATH);
    }
  }

  private String authority() {
    String host = endpoint.host().contains(":") ? "[" + endpoint.host() + "]" : endpoint.host();
    return connector.authority().orElse(host + ":" + endpoint.port());
  }

  private static Talk unreachable(String why) {
    return new Talk(Optional.empty(), new Answer.Unreachable(why));
  }

  /** In a thread of its own: neither a resolver nor a TLS handshake can be interrupted. */
  private static FutureTask<Talk> aside(Callable<Talk> work) {
    FutureTask<Talk> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "transport-probe");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private Talk result(FutureTask<Talk> task) throws InterruptedException {
    // The limit is kept within, but for a resolver that hangs and a handshake that trickles.
    return within(limit.plusMillis(500), task)
        .orElseGet(() -> unreachable("no answer within " + limit.toMillis() + " ms"));
  }

  private static Optional<Talk> within(Duration time, FutureTask<Talk> task)
      throws InterruptedException {
    try {
      return Optional.of(task.get(time.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
