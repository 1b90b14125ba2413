package greeter.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShutdownTest {
  private final Check check = new Shutdown();

  @Test
  void example_isRight() {
    assertThat(check.findings(Example.good())).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          period_thatIsTooShort | terminationGracePeriodSeconds: 45 | terminationGracePeriodSeconds: 44 | terminationGracePeriodSeconds 44 (expected: 45 or more)
          period_byDefault | terminationGracePeriodSeconds: 45 | hostNetwork: false | terminationGracePeriodSeconds 30 (expected: 45 or more)
          settle_thatIsLonger | value: 10s | value: 1m | terminationGracePeriodSeconds 45 (expected: 95 or more)
          grace_thatIsLonger | {name: GREETER_SETTLE, value: 10s} | {name: GREETER_GRACE, value: 40s} | terminationGracePeriodSeconds 45 (expected: 55 or more)
          preStop_thatSettlesAgain | startupProbe: {grpc: {port: 8999}} | lifecycle: {preStop: {sleep: {seconds: 10}}} | preStop
          """)
  void change_isFound(String condition, String old, String changed, String finding) {
    assertThat(check.findings(Example.with(old, changed)))
        .as(condition)
        .anySatisfy(each -> assertThat(each).contains(finding));
  }
}
