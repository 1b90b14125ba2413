package greeter.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypedModelTest {
  private static final String GOOD =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: hello, labels: {app: hello}}
      spec:
        replicas: 3
        strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 25%}}
        selector: {matchLabels: {app: hello}}
        template:
          spec:
            automountServiceAccountToken: false
            containers:
              - name: server
                readinessProbe: {tcpSocket: {port: grpc}}
                resources: {limits: {cpu: 1, memory: 128Mi}}
      ---
      apiVersion: networking.k8s.io/v1beta1
      kind: Ingress
      metadata: {name: hello}
      spec: {rules: [{http: {paths: [{path: /, backend: {serviceName: hello, servicePort: 80}}]}}]}
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: greeter}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: reader}
      """;

  @Test
  void objects_ofThatTime_areRight() {
    assertThat(new TypedModel().findings(Resource.parse(GOOD))).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ingress_ofV1 | networking.k8s.io/v1beta1 | networking.k8s.io/v1 | Ingress/hello: networking.k8s.io/v1 is not served
          group_ofALaterTime | networking.k8s.io/v1beta1 | gateway.networking.k8s.io/v1 | is not served
          kind_thatIsMisspelt | kind: Ingress | kind: Ingres | is not served
          probe_ofGrpc | tcpSocket: {port: grpc} | grpc: {port: 8999} | spec.template.spec.containers[0].readinessProbe.grpc is not a field of V1Probe
          field_thatIsMisspelt | replicas | replica | spec.replica is not a field of V1DeploymentSpec
          field_ofALaterTime | automountServiceAccountToken | setHostnameAsFQDN | spec.template.spec.setHostnameAsFQDN is not a field
          number_asText | replicas: 3 | replicas: three | spec.replicas "three" (expected: Integer)
          flag_asText | Token: false | Token: never | automountServiceAccountToken "never" (expected: Boolean)
          text_asNumber | app: hello}} | app: 5}} | metadata.labels.app "5" (expected: String)
          list_asMap | paths: [{path: /, backend: {serviceName: hello, servicePort: 80}}] | paths: {path: /} | spec.rules[0].http.paths "{path=/}" (expected: a list)
          map_asText | matchLabels: {app: hello} | matchLabels: hello | spec.selector.matchLabels "hello" (expected: a map)
          field_thatIsNeeded | serviceName: hello, | | backend.serviceName is missing
          field_ofTheSpec | selector: {matchLabels: {app: hello}} | paused: false | spec.selector is missing
          """)
  void change_isFound(String condition, String old, String changed, String finding) {
    String text = Example.replaced(GOOD, old, changed == null ? "" : changed);

    assertThat(new TypedModel().findings(Resource.parse(text)))
        .as(condition)
        .anySatisfy(each -> assertThat(each).contains(finding));
  }
}
