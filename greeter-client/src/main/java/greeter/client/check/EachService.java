package greeter.client.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A check of what an ingress may set for each route: it is run with each of the services that
 * answer, all at once, and the worst result is told.
 */
final class EachService implements Check {
  /** The worst last. */
  private static final Comparator<Result> BADNESS =
      Comparator.comparing(
          result ->
              switch (result.grade()) {
                case PASS -> 0;
                case INFO -> 1;
                case NOT_RUN -> 2;
                case INCONCLUSIVE -> 3;
                case WARN -> 4;
                case FAIL -> 5;
              });

  private final Check check;

  EachService(Check check) {
    this.check = check;
  }

  @Override
  public List<Code> codes() {
    return check.codes();
  }

  /** What a run with one service found. */
  private record Found(String service, List<Result> results) {
    Result of(Code code) {
      return results.stream().filter(result -> result.code() == code).findFirst().orElseThrow();
    }
  }

  @Override
  public List<Result> run(Bench bench) throws InterruptedException {
    List<Service<?, ?>> services = bench.facts().services();
    if (services.size() == 1) {
      return check.run(bench);
    }
    ExecutorService threads = Executors.newFixedThreadPool(services.size(), EachService::daemon);
    try {
      List<Future<Found>> runs = new ArrayList<>();
      for (Service<?, ?> service : services) {
        runs.add(threads.submit(() -> new Found(service.name(), check.run(bench.with(service)))));
      }
      List<Found> all = new ArrayList<>();
      for (Future<Found> run : runs) {
        all.add(run.get());
      }
      return codes().stream().map(code -> worst(code, all)).toList();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  /** Of equal ones the first; with the service's name, where others came to something else. */
  private static Result worst(Code code, List<Found> all) {
    Found worst = all.get(0);
    for (Found found : all) {
      if (BADNESS.compare(found.of(code), worst.of(code)) > 0) {
        worst = found;
      }
    }
    Result result = worst.of(code);
    return all.stream().allMatch(found -> found.of(code).grade() == result.grade())
        ? result
        : result.ofService(worst.service());
  }

  private static Thread daemon(Runnable run) {
    Thread thread = new Thread(run, "check");
    thread.setDaemon(true);
    return thread;
  }
}
