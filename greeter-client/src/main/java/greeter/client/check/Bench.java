package greeter.client.check;

import greeter.client.calls.Caller;
import greeter.client.calls.LiveCall;
import greeter.client.calls.Outcome.Failed;
import greeter.client.calls.PodFrom;
import greeter.client.connect.Connector;
import greeter.client.connect.Reach;
import greeter.client.spread.Evenness;
import greeter.client.spread.Sent;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What a check may use: the way to the target, and what is known of it by then. */
final class Bench implements AutoCloseable {
  /**
   * How a run was asked for.
   *
   * @param deadline of a call of which nothing else is asked
   * @param pods of each service; empty if nobody says
   * @param tolerance of share/expected, as 0.2 for 0.8..1.2
   * @param hold how long streams and connections are held quiet, each for itself, in rising order
   * @param full whether to take minutes
   */
  record Asked(
      Duration deadline, OptionalInt pods, double tolerance, List<Duration> hold, boolean full) {
    /** What a limit of so many seconds may be late by. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    /** How long something is really held, so that a limit of this very time shows. */
    Duration held(Duration time) {
      return full ? time.plus(MARGIN) : time;
    }
  }

  /** At once: a limit on calls at once is to let them pass. */
  private static final int CONTROL_CALLS = 20;

  /** Of the half minute of the quick form: the checks that hold streams take the rest. */
  private static final Duration COUNTING = Duration.ofSeconds(15);

  /** What is counted late has this, so that there is something to say. */
  private static final Duration LEAST = Duration.ofSeconds(3);

  private static final long UNKNOWN = -1;

  private final Connector connector;
  private final List<Service<?, ?>> services;
  private final Asked asked;
  private final Pace pace;
  private final long startNanos;
  private final Queue<ManagedChannel> channels;
  private final Map<String, Map<String, Long>> met;
  private final Set<String> byLoad;
  private final Map<String, Evenness> shares;
  private final AtomicLong streamLimit;
  private volatile Facts facts;

  /** Of the services of this project. */
  Bench(Connector connector, Asked asked, Pace pace) {
    this(connector, Service.ALL, asked, pace);
  }

  /**
   * A bench.
   *
   * @param services what is called, at least one
   */
  Bench(Connector connector, List<Service<?, ?>> services, Asked asked, Pace pace) {
    this.connector = connector;
    this.services = List.copyOf(services);
    this.asked = asked;
    this.pace = pace;
    this.startNanos = pace.nanoTime();
    this.channels = new ConcurrentLinkedQueue<>();
    this.met = new ConcurrentHashMap<>();
    this.byLoad = ConcurrentHashMap.newKeySet();
    this.shares = new ConcurrentHashMap<>();
    this.streamLimit = new AtomicLong(UNKNOWN);
    this.facts = Facts.NONE;
  }

  private Bench(Bench other, Facts facts) {
    this.connector = other.connector;
    this.services = other.services;
    this.asked = other.asked;
    this.pace = other.pace;
    this.startNanos = other.startNanos;
    this.channels = other.channels;
    this.met = other.met;
    this.byLoad = other.byLoad;
    this.shares = other.shares;
    this.streamLimit = other.streamLimit;
    this.facts = facts;
  }

  /** This bench for a check that is to take that service; it ends with this one. */
  Bench with(Service<?, ?> service) {
    return new Bench(this, facts.with(service));
  }

  Connector connector() {
    return connector;
  }

  /** What is called; {@link Facts} says which of them answer. */
  List<Service<?, ?>> services() {
    return services;
  }

  /** How answers name their pod, as far as metadata says it: that is the same for all services. */
  PodFrom<?> podFrom() {
    return services.get(0).greeting().podFrom();
  }

  Asked asked() {
    return asked;
  }

  Pace pace() {
    return pace;
  }

  /** How long a check may count calls: no longer than asked, nor than the quick form has. */
  Duration counting(Duration limit) {
    Duration left = COUNTING.minusNanos(pace.nanoTime() - startNanos);
    if (asked.full() || left.compareTo(limit) > 0) {
      return limit;
    }
    return left.compareTo(LEAST) > 0 ? left : LEAST;
  }

  /** What the first calls showed. */
  Facts facts() {
    return facts;
  }

  void learn(Facts learned) {
    facts = learned;
  }

  /** How many streams the peer lets a connection have; empty if it was not asked. */
  OptionalLong streamLimit() {
    long limit = streamLimit.get();
    return limit == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(limit);
  }

  void learnStreamLimit(long limit) {
    streamLimit.set(limit);
  }

  /** What the pods of a service have answered by now, as far as {@link #meet} was told. */
  Map<String, Long> met(String service) {
    return Map.copyOf(met.getOrDefault(service, Map.of()));
  }

  /** Remembers who has answered. */
  void meet(String service, Sent sent) {
    Map<String, Long> known = met.computeIfAbsent(service, name -> new ConcurrentHashMap<>());
    sent.callsByPod().forEach((pod, calls) -> known.merge(pod, calls, Long::sum));
  }

  /** How calls to a service were shared on one connection; empty before they were counted. */
  Optional<Evenness> sharesOnOneConnection(String service) {
    return Optional.ofNullable(shares.get(service));
  }

  /** Remembers how calls on one connection were shared, by service. */
  void share(Map<String, Evenness> onOneConnection) {
    shares.putAll(onOneConnection);
  }

  /** Whether the proxy picks the pods of a service by load, as {@link #learnByLoad} was told. */
  boolean goesByLoad(String service) {
    return byLoad.contains(service);
  }

  void learnByLoad(Set<String> services) {
    byLoad.addAll(services);
  }

  Caller caller() {
    return new Caller(asked.deadline());
  }

  /** Why no connection can be made to the target now; empty if one can. */
  Optional<String> whyUnreachable() throws InterruptedException {
    return Reach.whyNot(connector.target(), asked.deadline());
  }

  /**
   * Whether the target answers an ordinary call now, on a connection of its own: some, since a
   * limit on their rate lets one pass now and then, and a pod that hangs is one of several. What
   * gRPC's statuses say is not heard: nginx rests pods whose streams it has cut for a check, and
   * says UNAVAILABLE for some seconds.
   *
   * @return why not; empty if it does, or if it never did
   */
  Optional<String> whyNoAnswer() throws InterruptedException {
    if (facts.services().isEmpty()) {
      return Optional.empty();
    }
    ManagedChannel channel = channel();
    List<LiveCall<?, ?>> calls = new ArrayList<>();
    for (int i = 0; i < CONTROL_CALLS; i++) {
      Service<?, ?> service = facts.services().get(i % facts.services().size());
      calls.add(service.call(channel, asked.deadline()));
    }
    Optional<String> why = Optional.empty();
    for (LiveCall<?, ?> call : calls) {
      Optional<Failed> failed = call.end().failure();
      why =
          why.or(
              () ->
                  failed
                      .filter(f -> Refusal.of(f).isPresent() || f.isOurDeadline())
                      .map(Failed::reason));
    }
    channel.shutdown();
    return why;
  }

  /** A channel with connections of its own, which ends with the bench at the latest. */
  ManagedChannel channel() {
    ManagedChannel channel = connector.connect();
    channels.add(channel);
    return channel;
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
  }
}
