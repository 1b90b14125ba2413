package greeter.client.check;

import static greeter.client.check.Bounds.atLeast;
import static greeter.client.check.Bounds.failsOn;
import static greeter.client.check.Bounds.warnsOn;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The table of everything that is checked: what goes wrong, what is measured, where it turns red
 * and why there, and what a check needs. Reports, {@code --list}, {@code explain} and the README
 * take it from here.
 */
@SuppressWarnings("ImmutableEnumChecker") // records and lists that nobody can change
public enum Code {
  H2C(
      Group.TRANSPORT,
      "the port speaks no HTTP/2, or its TLS keeps clients out",
      Form.QUICK,
      atLeast(
              "days until a certificate of the chain expires",
              "days",
              "gRPC is HTTP/2; three weeks are what it takes to notice and renew")
          .warnBelow(21)
          .orFailsOn("no HTTP/2, or TLS that is refused")
          .orInformsOn("a client certificate that is asked for and was not given")),
  LB_ROUTE(
      Group.BALANCING,
      "a path reaches the wrong service, or none",
      Form.QUICK,
      failsOn(
          "60 calls to each service, 3 streams of each, one call to a service that nobody has",
          "a call that the wrong pods or nobody answers, streams that are refused or whose replies"
              + " come in the end alone, or an answer for the service that nobody has",
          "routing does not depend on chance; with what code an unknown service is refused is for"
              + " STATUS"),
      H2C),
  LB_PINNED(
      Group.BALANCING,
      "each connection reaches one pod only",
      Form.QUICK,
      failsOn(
          "pods that each of 12 fresh connections reaches in 20 calls",
          "one pod a connection, and not the same on all",
          "random picks would look so in less than one run of 10,000"),
      Demand.PODS,
      H2C,
      LB_ROUTE),
  ONE_POD(
      Group.BALANCING,
      "only one pod is ever reached",
      Form.QUICK,
      failsOn(
              "pods that 12 fresh connections reach in 20 calls each",
              "one pod, and --expect-pods says more",
              "without --expect-pods a lone pod is inconclusive: it may be all there is")
          .orWarnsOn("more pods than --expect-pods says"),
      Demand.PODS,
      H2C,
      LB_ROUTE),
  LB_EVEN(
      Group.BALANCING,
      "some pods get more calls than others",
      Form.QUICK,
      failsOn(
          "each pod's share of the calls on one connection ÷ the expected share",
          "an interval of it wholly outside 1 ± --tolerance (0.2)",
          "one false alarm in 1,000 runs, all pods together"),
      Demand.PODS,
      H2C,
      LB_ROUTE,
      LB_PINNED,
      ONE_POD),
  LB_FRESH(
      Group.BALANCING,
      "some pods get more calls than others when each call has a fresh connection",
      Form.QUICK,
      failsOn(
          "each pod's share of calls that have a connection each ÷ the expected share",
          "an interval of it wholly outside 1 ± --tolerance (0.2)",
          "one false alarm in 1,000 runs, all pods together"),
      Demand.PODS,
      H2C,
      LB_ROUTE,
      ONE_POD),
  LB_SCALE(
      Group.EVENTS,
      "a new pod stays idle",
      Form.LOAD,
      failsOn(
              "a pod that comes in addition: its first call, and its share of the calls since",
              "fewer pods that answer than --expect-pods says",
              "clients with open connections find a new pod only if something sends them there")
          .orWarnsOn("an interval of its share wholly below 0.8 of the expected, at last, too")),
  STREAM_PIN(
      Group.STREAMS,
      "the messages of one stream all reach one pod",
      Form.QUICK,
      failsOn(
              "pods that 12 streams reach, up to 60 while all are on one, and pods within a stream",
              "all streams on one pod, where as many single calls would not be by chance",
              "a stream has one pod by design; streams must spread as calls do; chance: 1 in 10,000")
          .orInformsOn(
              "all streams on one pod, as single calls or by chance; several pods in one stream"),
      Demand.OURS,
      H2C,
      LB_ROUTE,
      LB_PINNED,
      ONE_POD),
  STREAM_AGE(
      Group.STREAMS,
      "a busy stream is cut at a certain age",
      Form.FULL,
      failsOn(
              "seconds that server, client and bidirectional streams with a message a second live",
              "a busy stream that ends by itself",
              "heartbeats do not help against a limit on the age")
          .in("s"),
      Demand.FAULT_INJECTION,
      H2C,
      LB_ROUTE),
  STREAM_IDLE(
      Group.STREAMS,
      "a quiet stream is cut",
      Form.FULL,
      failsOn(
              "seconds of quiet that server, client and bidirectional streams live through",
              "a quiet stream that ends while its twin, with a message a second, lives on",
              "the time-outs that proxies come with lie between 15 s and 350 s")
          .in("s"),
      Demand.FAULT_INJECTION,
      H2C,
      LB_ROUTE,
      STREAM_AGE),
  STREAM_SIZE(
      Group.STREAMS,
      "a client's stream is cut at a certain size",
      Form.QUICK,
      atLeast(
              "bytes that one stream carries, in messages of 32 KiB",
              "KiB",
              "proxies count a whole client stream as one body; their usual limit is 1 MiB")
          .failBelow(2048),
      Demand.OURS,
      H2C,
      LB_ROUTE),
  IDLE_CONN(
      Group.IDLE,
      "a quiet connection is dropped without a word",
      Form.FULL,
      failsOn(
          "seconds of quiet after which a connection still carries a call",
          "a call after the quiet that has no answer within 5 s, or is lost",
          "a connection that ends by GOAWAY or FIN costs nothing: the next call takes a new one"),
      H2C,
      LB_ROUTE),
  KEEPALIVE(
      Group.IDLE,
      "a client's PINGs end in GOAWAY too_many_pings",
      Form.FULL,
      failsOn(
              "the answers to 4 PINGs, one every 10 s without calls",
              "a GOAWAY with an error, an end without GOAWAY, or a PING without answer",
              "10 s is what gRPC clients may be set to; the third strike comes after 30 s")
          .orInformsOn("a GOAWAY without an error: a limit on the age of connections"),
      H2C),
  CHURN(
      Group.LIMITS,
      "the connection is ended after so many calls",
      Form.FULL,
      atLeast(
              "calls that one connection carries, of at least 5,000 (12,000 with --full)",
              "calls",
              "each GOAWAY costs a handshake, and some clients a call")
          .warnBelow(10_000)
          .orWarnsOn("an age of less than five minutes at which it is ended")
          .orFailsOn("a lost call"),
      H2C,
      LB_ROUTE),
  MSG_SIZE(
      Group.LIMITS,
      "large messages are refused",
      Form.QUICK,
      atLeast(
              "the largest request that arrives, of 64 KiB, 1 MiB and 3.9 MiB",
              "KiB",
              "gRPC's own limit is 4 MiB; nothing on the way should be below it")
          .failBelow(1024)
          .warnBelow(3993),
      Demand.OURS,
      H2C,
      LB_ROUTE),
  METADATA(
      Group.LIMITS,
      "large metadata is refused",
      Form.QUICK,
      atLeast(
              "the largest metadata that arrives, of 4, 8 and 16 KiB, as text and as -bin",
              "KiB",
              "tokens and traces take 4 KiB; gRPC's own default is 8")
          .failBelow(4)
          .warnBelow(8)
          .infoBelow(16),
      H2C,
      LB_ROUTE),
  STREAMS_MAX(
      Group.LIMITS,
      "a limit on streams makes calls wait",
      Form.QUICK,
      atLeast(
              "streams that one connection holds open together, of 200",
              "streams",
              "RFC 9113 (6.5.2) recommends no limit below 100")
          .warnBelow(100)
          .orFailsOn(
              "a stream that is refused, or that waits 5 s and more although another has ended"),
      Demand.OURS,
      H2C,
      LB_ROUTE),
  STATUS(
      Group.SEMANTICS,
      "something else arrives where a gRPC status belongs",
      Form.QUICK,
      failsOn(
              "code, message and trailers of 17 errors of the application, and the answer to a"
                  + " service that nobody has",
              "one that arrives changed, or an answer from which no client can tell the right code",
              "callers decide by the code whether to try again")
          .orWarnsOn("an answer of the proxy's that is HTTP, not gRPC"),
      Demand.FAULT_INJECTION,
      H2C,
      LB_ROUTE),
  DEADLINE(
      Group.SEMANTICS,
      "the deadline does not reach the application, or a shorter limit cuts the call",
      Form.QUICK,
      failsOn(
          "the deadline that pods see; the end of a call of 2 s with a deadline of 1 s, and of one"
              + " of 4 s with a deadline of 8 s",
          "a pod that sees none, or another one; a call that ends before its deadline, or is"
              + " answered after it",
          "a server that knows no deadline works on for nobody"),
      Demand.FAULT_INJECTION,
      H2C,
      LB_ROUTE),
  CANCEL(
      Group.SEMANTICS,
      "a cancel does not reach the application",
      Form.QUICK,
      failsOn(
          "cancelled calls that the pods count, of 6",
          "one that its pod does not count within 3 s",
          "a server that is not told works on for nobody"),
      Demand.FAULT_INJECTION,
      H2C,
      LB_ROUTE),
  EXPOSED(
      Group.EXPOSURE,
      "reflection, health or fault injection can be reached from outside",
      Form.QUICK,
      warnsOn(
          "which of reflection (v1, v1alpha), health and fault injection answer",
          "any of them",
          "they are for operators, who are inside"),
      H2C,
      LB_ROUTE),
  ROLLOUT(
      Group.EVENTS,
      "calls are lost while pods are replaced",
      Form.LOAD,
      failsOn(
              "calls lost while pods hand over to others, one after the other",
              "a lost call",
              "pods can end without losing one")
          .in("calls")),
  RETRY(
      Group.EVENTS,
      "a dead pod is tried without end, or never again",
      Form.LOAD,
      failsOn(
              "calls lost by a pod that ends before another has come in its place",
              "a lost call",
              "a connect that fails can be tried elsewhere at no risk; calls that were on their way"
                  + " in the pod only the client can send again")
          .in("calls")),
  RELOAD(
      Group.EVENTS,
      "a reload of the proxy cuts streams",
      Form.LOAD,
      failsOn(
              "calls and streams lost when all connections end at one instant and the pods stay",
              "a lost call or stream",
              "reloads are daily; connections that end after the same number of calls each are for"
                  + " CHURN")
          .in("calls")),
  COLD(
      Group.EVENTS,
      "a fresh pod's first calls are slow",
      Form.LOAD,
      failsOn(
              "p99 of the first 3 s of a pod that came ÷ p99 of its later calls; a lower percentile"
                  + " where fewer than 10 calls are beyond",
              "slow first calls of which some miss their deadline",
              "a JVM compiles while it serves; the other pods must not get slower at that time, or"
                  + " it is the network")
          .orWarnsOn("3 times and 10 ms more, and 2 times what the others come to then")
          .in("times"));

  private final Group group;
  private final String title;
  private final Form form;
  private final Bounds bounds;
  private final Demand demand;
  private final List<Code> needs;

  Code(Group group, String title, Form form, Bounds bounds, Code... needs) {
    this(group, title, form, bounds, Demand.NOTHING, needs);
  }

  Code(Group group, String title, Form form, Bounds bounds, Demand demand, Code... needs) {
    this.group = group;
    this.title = title;
    this.form = form;
    this.bounds = bounds;
    this.demand = demand;
    this.needs = List.of(needs);
  }

  /** The code as users write it, as {@code LB-PINNED}. */
  public String label() {
    return name().replace('_', '-');
  }

  public Group group() {
    return group;
  }

  /** What goes wrong, in a few words. */
  public String title() {
    return title;
  }

  public Form form() {
    return form;
  }

  public Bounds bounds() {
    return bounds;
  }

  /** The codes that must not be red, or this one cannot be judged. */
  public List<Code> needs() {
    return needs;
  }

  /** What it asks of the method that is called. */
  Demand demand() {
    return demand;
  }

  /** Whether the servers must act or tell for it: {@code GREETER_FAULT_INJECTION=true}. */
  public boolean needsFaultInjection() {
    return demand == Demand.FAULT_INJECTION;
  }

  /** The code with this label, in any case. */
  public static Optional<Code> of(String label) {
    return Arrays.stream(values()).filter(c -> c.label().equalsIgnoreCase(label)).findFirst();
  }

  @Override
  public String toString() {
    return label();
  }
}
