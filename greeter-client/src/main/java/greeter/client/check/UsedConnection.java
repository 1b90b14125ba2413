package greeter.client.check;

import greeter.client.calls.Blame;
import greeter.client.calls.LiveCall;
import io.grpc.ManagedChannel;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The busy twin of connections that are left quiet: a channel with a call now and then. Where its
 * connections end all the same they end by age, which thousands of calls in a second do not show.
 */
final class UsedConnection {
  /** Between two calls. */
  static final Duration BEAT = Duration.ofMillis(500);

  /** One that ends may have met a reload, or a cut. */
  private static final int SEVERAL = 2;

  private final Bench bench;
  private final Service<?, ?> service;
  private final ManagedChannel channel;
  private final List<Duration> ages = new ArrayList<>();
  private Optional<SocketAddress> connection = Optional.empty();
  private long bornNanos;
  private boolean answers = true;

  UsedConnection(Bench bench, Service<?, ?> service) {
    this.bench = bench;
    this.service = service;
    this.channel = bench.channel();
  }

  /** Calls, and looks which connection it took; no more, once a call was not answered. */
  void call() throws InterruptedException {
    if (!answers) {
      return;
    }
    LiveCall<?, ?> call = service.call(channel, bench.asked().deadline());
    answers = call.answer().isEmpty();
    if (answers && !call.connection().equals(connection)) {
      long now = bench.pace().nanoTime();
      if (connection.isPresent()) {
        ages.add(Duration.ofNanos(now - bornNanos));
      }
      connection = call.connection();
      bornNanos = now;
    }
  }

  /** Whether all calls were answered by now. */
  boolean answers() {
    return answers;
  }

  /**
   * What became of it, as {@code "; one in use was closed at an age of 2.5 s"}; empty if it lives.
   */
  String told() {
    return oldest()
        .map(
            age ->
                "; one in use was closed %sat an age of %s"
                    .formatted(ages.size() < SEVERAL ? "once, " : "", Seconds.measured(age)))
        .orElse("");
  }

  private Optional<Duration> oldest() {
    return ages.stream().max(Comparator.naturalOrder());
  }

  /** What CHURN is to say of it; empty if not several have ended. */
  Optional<Result> churn() {
    return oldest()
        .filter(age -> ages.size() >= SEVERAL)
        .map(
            age ->
                Result.of(
                        Code.CHURN,
                        Grade.WARN,
                        "with %d calls a second a connection is ended at an age of %s"
                            .formatted(
                                Duration.ofSeconds(1).dividedBy(BEAT), Seconds.measured(age)))
                    .about(Set.of("", "age"))
                    .because(
                        bench.facts().peerIsProxy() ? Blame.PROXY : Blame.CANNOT_TELL,
                        "a limit on the age of connections",
                        List.of(ages.size() + " connections were ended")));
  }
}
