package greeter.client.check;

import greeter.client.connect.Connector;
import greeter.client.server.GreetingServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Runs one check against a server that has Hello alone, and pods that name themselves. */
final class Benches {
  /** Of both services behind a proxy, where nothing is wrong. */
  static final Facts BEHIND_A_PROXY =
      new Facts(
          Service.ALL,
          true,
          true,
          Map.of(),
          Duration.ZERO,
          FaultInjection.USABLE,
          Optional.empty(),
          true);

  /** This machine's time, five times as fast. */
  static final Pace HURRIED =
      new Pace() {
        @Override
        public long nanoTime() {
          return System.nanoTime() * 5;
        }

        @Override
        public void pause(Duration time) throws InterruptedException {
          Pace.REAL.pause(time.dividedBy(5));
        }
      };

  private Benches() {}

  static Result run(Check check, GreetingServer server) throws InterruptedException {
    return run(check, server, Pace.REAL, true);
  }

  static Result run(Check check, GreetingServer server, Pace pace, boolean faultInjection)
      throws InterruptedException {
    Connector connector = server.connector();
    Bench.Asked asked =
        new Bench.Asked(Duration.ofSeconds(5), OptionalInt.empty(), 0.2, List.of(), false);
    try (Bench bench = new Bench(connector, asked, pace)) {
      bench.learn(
          new Facts(
              List.of(Service.ALL.get(0)),
              true,
              false,
              Map.of(),
              Duration.ZERO,
              faultInjection ? FaultInjection.USABLE : FaultInjection.OFF,
              Optional.empty(),
              true));
      return check.run(bench).get(0);
    }
  }
}
