package greeter.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorsTest {
  private final Check check = new Selectors();

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
          deployment_thatSelectsOtherPods | selector: {matchLabels: {app: hello-grpc}} | selector: {matchLabels: {app: hello}} | Deployment/hello-grpc-deployment: spec.selector
          deployment_thatSelectsAllPods | selector: {matchLabels: {app: hello-grpc}} | selector: {matchLabels: {}} | Deployment/hello-grpc-deployment: spec.selector
          spread_ofOtherPods | labelSelector: {matchLabels: {app: hello-grpc}} | labelSelector: {matchLabels: {app: goodbye-grpc}} | topologySpreadConstraints[0]
          service_ofNoPods | selector: {app: hello-grpc} | selector: {app: helo-grpc} | Service/hello-grpc: selects []
          service_ofBothApps | selector: {app: hello-grpc} | selector: {part-of: greeter} | Service/hello-grpc: selects [Deployment/hello-grpc-deployment, Deployment/goodbye-grpc-deployment]
          service_withoutSelector | selector: {app: hello-grpc} | type: ClusterIP | Service/hello-grpc: selects
          budget_ofNoPods | selector: {matchLabels: {app: hello-grpc}}} | selector: {matchLabels: {app: x}}} | PodDisruptionBudget/hello-grpc: selects []
          policy_ofNoPods | podSelector: {matchLabels: {app: hello-grpc}} | podSelector: {matchLabels: {app: x}} | NetworkPolicy/hello-grpc: selects []
          scaler_ofNothing | kind: Deployment, name: goodbye-grpc-deployment | kind: Deployment, name: goodbye-grpc | HorizontalPodAutoscaler/goodbye-grpc: scales
          scaler_andReplicas | kind: Deployment, name: goodbye-grpc-deployment | kind: Deployment, name: hello-grpc-deployment | Deployment/hello-grpc-deployment: replicas, which HorizontalPodAutoscaler/goodbye-grpc sets
          """)
  void change_isFound(String condition, String old, String changed, String finding) {
    assertThat(check.findings(Example.with(old, changed)))
        .as(condition)
        .anySatisfy(each -> assertThat(each).contains(finding));
  }
}
