package greeter.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each fault of a balancer turns the verdict red, and for its own reason. */
class FaultsIT {
  private static Ring ring;

  @BeforeAll
  static void startRing() throws IOException {
    ring = Ring.inProcess(3);
  }

  @AfterAll
  static void stopRing() {
    ring.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PIN      | 1     | FAIL ONE-POD: hello-1 answered everything, 3 pods expected: the connection is pinned
          PIN      | 12    | FAIL LB-PINNED: each of 12 connections reaches one pod only
          SKEW     | 1     | FAIL LB-EVEN: hello-1 gets 1.80 times its share, hello-2 gets 0.60 times its share
          SKEW     | fresh | FAIL LB-EVEN: hello-1 gets 1.80 times its share, hello-2 gets 0.60 times its share
          DROP     | 1     | FAIL LB-EVEN: a pod never answers, hello-1 gets 1.50 times its share, hello-2 gets 1.50 times its share
          MISROUTE | 1     | FAIL LB-ROUTE: 100 calls failed: they reached goodbye-1, which does not serve Hello
          """)
  void spread_fault(Fault fault, String connections, String reason) throws Exception {
    Client.Result result =
        spread(fault, "--expect-pods", "3", "--calls", "1000", "--connections", connections);

    assertThat(result.out()).contains(reason).endsWith("\nFAIL\n");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).isEmpty();
  }

  @Test
  void spread_noFault() throws Exception {
    Client.Result result = spread(Fault.NONE, "--expect-pods", "3");

    assertThat(result.out())
        .contains("order: rotation (the same pod twice in a row 0 times in 2399")
        .endsWith("\nPASS\n");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void spread_whereNumbersHaveCommas() throws Exception {
    try (Balancer balancer = Balancer.start(Fault.NONE, ring)) {
      assertThat(
              Client.run(
                      List.of("-Duser.language=de"), "spread", balancer.address(), "--calls", "3")
                  .out())
          .contains("33.3 %")
          .contains("within 0.80 .. 1.20");
    }
  }

  @Test
  void spread_pinnedFreshConnections_areEven() throws Exception {
    // A balancer of connections spreads connections: that is what was asked for here.
    Client.Result result = spread(Fault.PIN, "--expect-pods", "3", "--connections", "fresh");

    assertThat(result.out()).contains("over a fresh connection each").endsWith("\nPASS\n");
  }

  @Test
  void spread_skewAsExpected() throws Exception {
    Client.Result result =
        spread(
            Fault.SKEW,
            "--expect-weights",
            "hello:hello-1=3,hello-2=1,hello-3=1",
            "--expect-weights",
            "goodbye:goodbye-1=3,goodbye-2=1,goodbye-3=1");

    assertThat(result.out()).contains("order: by weight or load").endsWith("\nPASS\n");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void spread_fewerPodsExpectedThanAnswer() throws Exception {
    Client.Result result = spread(Fault.NONE, "--expect-pods", "2");

    assertThat(result.out()).contains("FAIL POD-COUNT: 3 pods answered, 2 expected");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void spread_tooFewCalls() throws Exception {
    Client.Result result = spread(Fault.NONE, "--expect-pods", "3", "--calls", "30");

    assertThat(result.out())
        .contains("INCONCLUSIVE LB-EVEN: too few calls to tell")
        .endsWith("\nINCONCLUSIVE\n");
    assertThat(result.exitCode()).isEqualTo(4);
  }

  private static Client.Result spread(Fault fault, String... options) throws Exception {
    try (Balancer balancer = Balancer.start(fault, ring)) {
      List<String> args = new ArrayList<>(List.of("spread", balancer.address()));
      args.addAll(List.of(options));
      return Client.run(args.toArray(String[]::new));
    }
  }
}
