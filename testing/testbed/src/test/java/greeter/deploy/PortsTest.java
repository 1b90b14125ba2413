package greeter.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortsTest {
  private final Check check = new Ports();

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
          service_toNoPort | targetPort: grpc | targetPort: http | Service/hello-grpc: spec.ports[0].targetPort http
          headlessService_ofAnotherNumber | port: 8999, targetPort: grpc | port: 80, targetPort: grpc | Service/hello-grpc: spec.ports[0].port 80
          service_withoutPorts | ports: [{name: h2c, port: 8999, targetPort: grpc}] | ports: [] | Service/hello-grpc: no port
          probe_ofNoPort | readinessProbe: {grpc: {port: 8999}} | readinessProbe: {grpc: {port: 8998}} | readinessProbe.grpc.port 8998
          probe_ofNoNamedPort | livenessProbe: {tcpSocket: {port: grpc}} | livenessProbe: {tcpSocket: {port: h2c}} | livenessProbe.tcpSocket.port h2c
          probe_thatIsMissing | readinessProbe: {grpc: {port: 8999}} | stdin: false | readinessProbe
          policy_toNoPort | ingress: [{ports: [{port: grpc}]}] | ingress: [{ports: [{port: 80}]}] | NetworkPolicy/hello-grpc: spec.ingress[0].ports[0].port 80
          server_thatListensElsewhere | {name: GREETER_SETTLE, value: 10s} | {name: GRPC_PORT, value: "9000"} | server listens on 9000
          server_onItsDefaultPort | containerPort: 8999 | containerPort: 8998 | server listens on 8999
          """)
  void change_isFound(String condition, String old, String changed, String finding) {
    assertThat(check.findings(Example.with(old, changed)))
        .as(condition)
        .anySatisfy(each -> assertThat(each).contains(finding));
  }
}
