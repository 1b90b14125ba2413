package greeter.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifyJobTest {
  private final Check check = new VerifyJob(Example.HOST);

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
          pods_areRestarted | restartPolicy: Never | restartPolicy: OnFailure | restartPolicy
          option_thatTheClientHasNot | --expect-pods | --expected-pods | Unknown option
          value_thatTheClientRefuses | "3"] | "0"] | --expect-pods
          command_thatTheClientHasNot | args: [spread | args: [spred | args
          target_thatIsMissing | spread, $(TARGET), | spread, | HOST:PORT
          target_thatIsNone | value: "ingress:80" | value: "ingress:port" | ingress:port
          authority_ofAnotherHost | --authority, example.com | --authority, example.org | (expected: --authority example.com)
          verdict_isTriedAgain | values: [3] | values: [1, 3] | exit code 1 is tried again
          unreachable_failsAtOnce | values: [3] | values: [4] | exit code 3 fails the Job
          policy_ofAnotherContainer | containerName: client | containerName: server | exit code 1 is tried again
          policy_thatIsMissing | action: FailJob | action: Count | exit code 1 is tried again
          """)
  void change_isFound(String condition, String old, String changed, String finding) {
    assertThat(check.findings(Example.with(old, changed)))
        .as(condition)
        .anySatisfy(each -> assertThat(each).contains(finding));
  }
}
