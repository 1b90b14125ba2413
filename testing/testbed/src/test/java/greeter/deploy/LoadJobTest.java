package greeter.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadJobTest {
  private static final String JOB =
      """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: load}
      spec:
        completionMode: Indexed
        completions: 3
        parallelism: 3
        template:
          spec:
            containers:
              - name: client
                args: [load, h:1, --slo, errors=100%, -o, json]
      """;

  private final Check check = new LoadJob();

  @Test
  void job_ofClientsAtOnce_isRight() {
    assertThat(check.findings(Resource.parse(JOB))).isEmpty();
  }

  @Test
  void job_ofOneClient_isNotAskedFor() {
    assertThat(check.findings(Example.good())).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          clients_oneAfterTheOther | parallelism: 3 | parallelism: 1 | parallelism 1 (expected: 3, as completions)
          client_thatTellsPeople | -o, json | -o, table | (expected: -o json)
          client_thatJudges | errors=100% | errors=0 | (expected: --slo errors=100%)
          """)
  void change_isFound(String condition, String old, String changed, String finding) {
    assertThat(check.findings(Resource.parse(Example.replaced(JOB, old, changed))))
        .as(condition)
        .singleElement()
        .asString()
        .contains(finding);
  }
}
