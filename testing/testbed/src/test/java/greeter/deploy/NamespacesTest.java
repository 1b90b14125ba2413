package greeter.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamespacesTest {
  private final Check check = new Namespaces();

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
          object_withoutNamespace | {name: hello-grpc, namespace: greeter} | {name: hello-grpc} | Service/hello-grpc: metadata.namespace
          object_inAnotherNamespace | {name: verify, namespace: greeter} | {name: verify, namespace: default} | Job/verify: metadata.namespace
          namespace_ofAnotherName | {name: greeter, labels | {name: greeters, labels | Namespace/greeters: metadata.name
          """)
  void change_isFound(String condition, String old, String changed, String finding) {
    assertThat(check.findings(Example.with(old, changed)))
        .as(condition)
        .anySatisfy(each -> assertThat(each).contains(finding));
  }
}
