package greeter.client.check;

import greeter.client.check.HeldStream.Stop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Holds streams of each kind, quiet ones for each time of the ladder and a busy twin for all of it.
 */
final class HeldStreamsCheck implements Check {
  @Override
  public List<Code> codes() {
    return List.of(Code.STREAM_AGE, Code.STREAM_IDLE);
  }

  @Override
  public List<Result> run(Bench bench) throws InterruptedException {
    ExecutorService threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "diagnosis");
              thread.setDaemon(true);
              return thread;
            });
    try {
      return new Run(bench, threads).run();
    } finally {
      threads.shutdownNow();
    }
  }

  /** One observation. */
  private static final class Run {
    private record Group(StreamKind kind, boolean busy) {}

    /** What a stream came to: how long it lived, and its end, if that was not ours. */
    private record Fate(Duration lived, Optional<Stop> stop) {}

    private final Bench bench;
    private final ExecutorService threads;
    private final List<HeldStream<?, ?>> streams = new ArrayList<>();
    private final Map<HeldStream<?, ?>, Fate> fates = new HashMap<>();
    // The first of a kind tells who it was; the others end likewise.
    private final Set<Group> examined = new HashSet<>();
    private final Map<HeldStream<?, ?>, Future<Diagnosis>> diagnoses = new HashMap<>();
    private Witnesses<?, ?> witnesses;

    Run(Bench bench, ExecutorService threads) {
      this.bench = bench;
      this.threads = threads;
    }

    List<Result> run() throws InterruptedException {
      open(bench.facts().service());
      if (isOneStreamAtATime()) {
        streams.forEach(HeldStream::cancel);
        String why =
            "a connection that holds a stream answers no call: it takes one stream at a time";
        return List.of(
            Result.inconclusive(Code.STREAM_AGE, why), Result.inconclusive(Code.STREAM_IDLE, why));
      }
      witnesses = Witnesses.call(bench, bench.facts().service());
      long start = bench.pace().nanoTime();
      for (int beats = 1; !isOver(); beats++) {
        long next = start + beats * HeldStream.BEAT.toNanos();
        bench.pace().pause(Duration.ofNanos(Math.max(0, next - bench.pace().nanoTime())));
        busy().forEach(HeldStream::listen);
        settleStopped();
        busy().stream().filter(s -> !fates.containsKey(s)).forEach(HeldStream::beat);
        witnesses.beat();
        proveThoseDue();
      }
      Until until = Until.after(bench.asked().deadline());
      for (HeldStream<?, ?> stream : busy()) {
        if (!fates.containsKey(stream) && !stream.isAnswered(until)) {
          stream.fallSilent();
        }
      }
      settleStopped();
      List<Life> lives = new ArrayList<>();
      for (HeldStream<?, ?> stream : streams) {
        lives.add(life(stream));
        stream.cancel();
      }
      witnesses.dismiss();
      return Life.judge(lives, bench.asked().full());
    }

    private void open(Service<?, ?> service) throws InterruptedException {
      List<OwnConnection> connections = new ArrayList<>();
      int each = bench.asked().hold().size() + 1;
      for (int i = 0; i < each * StreamKind.values().length; i++) {
        connections.add(OwnConnection.open(bench, service));
      }
      for (OwnConnection connection : connections) {
        // A connection that fails shows in its stream.
        var unused = connection.failure(bench.asked().deadline());
      }
      for (StreamKind kind : StreamKind.values()) {
        streams.add(HeldStream.open(bench, service, kind, Optional.empty(), connections.remove(0)));
        for (Duration hold : bench.asked().hold()) {
          streams.add(
              HeldStream.open(bench, service, kind, Optional.of(hold), connections.remove(0)));
        }
      }
      Until until = Until.after(bench.asked().deadline());
      for (HeldStream<?, ?> stream : streams) {
        stream.awaitOpen(until);
      }
    }

    /** Then nothing can be asked of a half-closed stream; and silence would be blamed on others. */
    private boolean isOneStreamAtATime() throws InterruptedException {
      HeldStream<?, ?> twin =
          busy().stream().filter(s -> s.kind() == StreamKind.SERVER).findFirst().orElseThrow();
      if (twin.prove().lives()) {
        return false;
      }
      twin.listen();
      return twin.stop().isEmpty();
    }

    private List<HeldStream<?, ?>> busy() {
      return streams.stream().filter(HeldStream::isBusy).toList();
    }

    /**
     * Not before the twins have lived for all of the ladder, nor before it is clear whether they
     * outlive the quiet streams that have ended.
     */
    private boolean isOver() {
      long now = bench.pace().nanoTime();
      Duration longest =
          bench.asked().hold().stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
      boolean twinsAreThrough =
          busy().stream().allMatch(s -> fates.containsKey(s) || s.lived().compareTo(longest) >= 0);
      return twinsAreThrough
          && streams.stream()
              .filter(s -> !s.isBusy())
              .allMatch(
                  s ->
                      fates.containsKey(s)
                          && fates
                              .get(s)
                              .stop()
                              .filter(stop -> now - stop.atNanos() < Life.CLEARLY.toNanos())
                              .isEmpty());
    }

    private void proveThoseDue() throws InterruptedException {
      Map<HeldStream<?, ?>, HeldStream.Proof> proofs = new LinkedHashMap<>();
      Map<HeldStream<?, ?>, Duration> proved = new HashMap<>();
      for (HeldStream<?, ?> stream : streams) {
        if (!fates.containsKey(stream) && isDue(stream)) {
          proved.put(stream, stream.lived());
          proofs.put(stream, stream.prove());
        }
      }
      for (Map.Entry<HeldStream<?, ?>, HeldStream.Proof> proof : proofs.entrySet()) {
        HeldStream<?, ?> stream = proof.getKey();
        if (!proof.getValue().lives()) {
          stream.fallSilent();
        }
        if (stream.stop().isEmpty()) {
          fates.put(stream, new Fate(proved.get(stream), Optional.empty()));
          stream.cancel();
        }
      }
      settleStopped();
    }

    private boolean isDue(HeldStream<?, ?> stream) {
      return stream
          .hold()
          .filter(hold -> stream.lived().compareTo(bench.asked().held(hold)) >= 0)
          .isPresent();
    }

    private void settleStopped() {
      for (HeldStream<?, ?> stream : streams) {
        Optional<Stop> stop = stream.stop();
        if (stop.isPresent() && !fates.containsKey(stream)) {
          fates.put(stream, new Fate(stream.lived(), stop));
          if (examined.add(new Group(stream.kind(), stream.isBusy()))) {
            diagnoses.put(stream, threads.submit(() -> stream.diagnose(stop.get(), witnesses)));
          }
        }
      }
    }

    private Life life(HeldStream<?, ?> stream) throws InterruptedException {
      Fate fate = fates.getOrDefault(stream, new Fate(stream.lived(), Optional.empty()));
      Optional<Life.Death> death = Optional.empty();
      if (fate.stop().isPresent()) {
        death =
            Optional.of(
                new Life.Death(fate.stop().get().how(), diagnosis(stream), stream.deadlineSeen()));
      }
      return new Life(stream.kind(), stream.hold(), fate.lived(), death);
    }

    private Optional<Diagnosis> diagnosis(HeldStream<?, ?> stream) throws InterruptedException {
      Future<Diagnosis> diagnosis = diagnoses.get(stream);
      try {
        return diagnosis == null ? Optional.empty() : Optional.of(diagnosis.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
