package greeter.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is read of what each client prints, as it printed it. */
class ClientTest {
  private static final String H2LOAD =
      """
      finished in 1.50s, 2000.00 req/s, 200.00KB/s
      requests: 3 total, 3 started, 3 done, 3 succeeded, 0 failed, 0 errored, 0 timeout
      status codes: 3 2xx, 0 3xx, 0 4xx, 0 5xx
      """;

  private static final String GHZ =
      """
      {"count":3,"rps":1999.5,
       "statusCodeDistribution":{%s},
       "latencyDistribution":[{"percentage":10,"latency":900000},{"percentage":50,"latency":1500000}]}
      """;

  private static final String LOAD =
      """
      {"counts":{"answered":%d,"failed":0},"throughput":2001.0,"latency":{"count":3,"p50":0.00151}}
      """;

  private static Core.Ran ran(String out) {
    return new Core.Ran(out, 1.5, 0.4);
  }

  @Test
  void h2load_medianIsThatOfItsLog() throws Exception {
    List<String> log =
        List.of(
            "1700000000000001\t200\t900",
            "1700000000000002\t200\t9000",
            "1700000000000003\t200\t1500");

    assertThat(H2load.sample(ran(H2LOAD), log, 3)).isEqualTo(new Sample(2000, 0.0015, 0.4));
  }

  @Test
  void h2load_percentilesAreThoseOfItsLog() throws Exception {
    List<String> log =
        LongStream.rangeClosed(1, 100).mapToObj(i -> "17\t200\t" + (101 - i) * 1000).toList();

    assertThat(H2load.times(log, 100, 1.5, 0.4)).isEqualTo(new H2load.Times(0.05, 0.099, 1.5, 0.4));
  }

  @Test
  void h2load_logThatLacksACall_isAnError() {
    assertThatIOException()
        .isThrownBy(() -> H2load.times(List.of("17\t200\t1"), 2, 1.5, 0.4))
        .withMessage("h2load: its log has 1 of 2 calls");
  }

  @Test
  void h2load_callThatDidNotSucceed_isAnError() {
    assertThatIOException()
        .isThrownBy(() -> H2load.sample(ran(H2LOAD), List.of("1\t200\t1"), 4))
        .withMessageStartingWith("h2load: not all of 4 calls succeeded: finished in 1.50s");
  }

  @Test
  void h2load_flood_countsTheBytesOfReplies() throws Exception {
    Core.Ran ran =
        ran(H2LOAD + "traffic: 1.00KB (1024) total, 90B (90) headers, 147B (147) data\n");

    assertThat(H2load.flooded(ran, 3, 147)).isEqualTo(new Sample(2000, 0, 0.4));
  }

  /** It takes a call with an error of gRPC's for a success: HTTP's status is 200. */
  @Test
  void h2load_flood_callsWithoutReplies_areAnError() {
    Core.Ran ran = ran(H2LOAD + "traffic: 1.00KB (1024) total, 90B (90) headers, 98B (98) data\n");

    assertThatIOException()
        .isThrownBy(() -> H2load.flooded(ran, 3, 147))
        .withMessageStartingWith("h2load: not 147 bytes of replies: finished in 1.50s");
  }

  @Test
  void h2load_flood_callThatDidNotSucceed_isAnError() {
    Core.Ran ran =
        ran(H2LOAD + "traffic: 1.00KB (1024) total, 90B (90) headers, 147B (147) data\n");

    assertThatIOException()
        .isThrownBy(() -> H2load.flooded(ran, 4, 147))
        .withMessageStartingWith("h2load: not all of 4 calls succeeded: finished in 1.50s");
  }

  @Test
  void ghz_medianIsItsOwn() throws Exception {
    assertThat(Ghz.sample(GHZ.formatted("\"OK\":3"), 3, 0.8))
        .isEqualTo(new Sample(1999.5, 0.0015, 0.8));
  }

  @Test
  void ghz_callThatFailed_isAnError() {
    assertThatIOException()
        .isThrownBy(() -> Ghz.sample(GHZ.formatted("\"OK\":2,\"Unavailable\":1"), 3, 0.8))
        .withMessage("ghz: {\"OK\":2,\"Unavailable\":1} of 3 calls");
  }

  @Test
  void load_medianIsItsOwn() throws Exception {
    assertThat(GreeterLoad.sample(LOAD.formatted(3), 3, 0.6))
        .isEqualTo(new Sample(2001, 0.00151, 0.6));
  }

  @Test
  void load_callThatFailed_isAnError() {
    assertThatIOException()
        .isThrownBy(() -> GreeterLoad.sample(LOAD.formatted(2), 3, 0.6))
        .withMessage("greeter-client: 2 of 3 calls answered");
  }

  @Test
  void load_lateIsItsOwn() throws Exception {
    String paced =
        """
        {"counts":{"answered":3},
         "generator":{"late":{"count":3,"p50":0.00002,"p90":0.0001,"p99":0.0005,"max":0.002}}}
        """;

    assertThat(GreeterLoad.late(paced, 3, 0.6))
        .isEqualTo(new Schedule.Turn(0.00002, 0.0005, 0.002, 0.6));
  }

  @Test
  void busy_isProcessorTimeByTime() {
    assertThat(Core.ran("out", "2.000 0.900 0.300")).isEqualTo(new Core.Ran("out", 2, 0.6));
  }
}
