package greeter.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagesTest {
  private final Check check = Example.IMAGES;

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
          image_ofAnotherTag | registry/hello-server:1 | registry/hello-server:latest | image registry/hello-server:latest
          image_withoutTag | registry/hello-server:1 | registry/hello-server | image registry/hello-server (expected
          image_ofAnotherRegistry | registry/greeter-client:1 | greeter-client:1 | Job/verify: image greeter-client:1
          pull_always | imagePullPolicy: IfNotPresent | imagePullPolicy: Always | Deployment/hello-grpc-deployment: imagePullPolicy
          pull_byDefault | imagePullPolicy: IfNotPresent | stdin: false | Deployment/hello-grpc-deployment: imagePullPolicy
          """)
  void change_isFound(String condition, String old, String changed, String finding) {
    assertThat(check.findings(Example.with(old, changed)))
        .as(condition)
        .anySatisfy(each -> assertThat(each).contains(finding));
  }
}
