package greeter.client.check;

import greeter.client.calls.LiveCall;
import io.grpc.Channel;
import io.grpc.Metadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A busy stream on each pod, all on one connection: one that still answers shows that its pod has
 * been there all the time. Calls do not show it where a proxy sends none for a while to a pod whose
 * stream it has cut, as nginx for {@code fail_timeout}, 10 s by default.
 *
 * <p>Safe for use by several threads.
 */
final class Witnesses<Q, A> {
  // Where one of R pods is picked at random, each of 6 R streams misses it once in 400 times; that
  // pod has no witness then.
  private static final int STREAMS_PER_POD = 3;
  private static final int ROUNDS = 2;

  /** Proxies let a connection have 100 and more; those that let it have fewer are hardly met. */
  private static final int TOGETHER = 60;

  private final Bench bench;
  private final Service<Q, A> service;
  private final Map<String, LiveCall<Q, A>> byPod = new HashMap<>();
  private long sent;

  private Witnesses(Bench bench, Service<Q, A> service) {
    this.bench = bench;
    this.service = service;
  }

  /** Opens them; none where a connection has one pod, or answers do not name theirs. */
  static <Q, A> Witnesses<Q, A> call(Bench bench, Service<Q, A> service)
      throws InterruptedException {
    Witnesses<Q, A> witnesses = new Witnesses<>(bench, service);
    Set<String> pods = bench.facts().pods();
    if (!pods.isEmpty()) {
      Channel channel = bench.channel();
      witnesses.sent = 1;
      for (int i = 0; i < ROUNDS && !witnesses.byPod.keySet().containsAll(pods); i++) {
        witnesses.open(channel, Math.min(TOGETHER, STREAMS_PER_POD * pods.size()));
      }
    }
    return witnesses;
  }

  private void open(Channel channel, int streams) throws InterruptedException {
    List<LiveCall<Q, A>> opened = new ArrayList<>();
    for (int i = 0; i < streams; i++) {
      LiveCall<Q, A> stream =
          LiveCall.start(
              channel,
              service.own().bidi(),
              service.greeting().podFrom(),
              new Metadata(),
              Optional.empty());
      stream.send(service.request());
      opened.add(stream);
    }
    Until until = Until.after(bench.asked().deadline());
    for (LiveCall<Q, A> stream : opened) {
      boolean answers = stream.repliesWithin(1, until.left());
      Optional<String> pod = stream.pod().filter(name -> answers && !byPod.containsKey(name));
      pod.ifPresentOrElse(name -> byPod.put(name, stream), stream::cancel);
    }
  }

  /** A message to each, so that none is quiet. */
  synchronized void beat() {
    sent++;
    byPod.values().forEach(stream -> stream.send(service.request()));
  }

  /** The answers to one question. */
  interface Answers {
    /** Those of the pods that have given theirs, on streams that have never ended. */
    Set<String> present(Set<String> pods) throws InterruptedException;
  }

  /** Asks all of them whether they are there. */
  synchronized Answers ask() {
    beat();
    long asked = sent;
    Until until = Until.after(bench.asked().deadline());
    return pods -> {
      Set<String> present = new HashSet<>();
      for (String pod : pods) {
        LiveCall<Q, A> stream = byPod.get(pod);
        if (stream != null && stream.repliesWithin(asked, until.left())) {
          present.add(pod);
        }
      }
      return present;
    };
  }

  void dismiss() {
    byPod.values().forEach(LiveCall::cancel);
  }
}
