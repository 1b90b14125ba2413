package greeter.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {
  private final Check check = new Environment();

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
          variable_thatIsMisspelt | GREETER_SETTLE | GREETER_SETLE | Deployment/hello-grpc-deployment: GREETER_SETLE
          variable_ofTheOtherApp | {name: GREETER_SETTLE, value: 10s} | {name: GREETER_SAYINGS_FILE, value: /x} | Deployment/hello-grpc-deployment: GREETER_SAYINGS_FILE
          value_thatIsRefused | value: 10s | value: 10 | GREETER_SETTLE
          serviceLinks_byDefault | enableServiceLinks: false | restartPolicy: Always | enableServiceLinks
          variables_fromAConfigMap | startupProbe: {grpc: {port: 8999}} | envFrom: [{configMapRef: {name: x}}] | envFrom
          """)
  void change_isFound(String condition, String old, String changed, String finding) {
    assertThat(check.findings(Example.with(old, changed)))
        .as(condition)
        .anySatisfy(each -> assertThat(each).contains(finding));
  }
}
