package greeter.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {
  private final Check check = new Routes();

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
          ingress_toNoService | backend: {service: {name: hello-grpc | backend: {service: {name: hello | Ingress/nginx-ingress-grpc: spec.rules[0].http.paths[0].backend.service.name hello: no such Service
          ingress_toNoPort | port: {number: 8999} | port: {number: 80} | Ingress/nginx-ingress-grpc: spec.rules[0].http.paths[0].backend.service.port.number 80: no port of Service/hello-grpc
          ingress_toNoNamedPort | port: {name: h2c} | port: {name: grpc} | Ingress/nginx-ingress-grpc: spec.rules[0].http.paths[1].backend.service.port.name grpc: no port
          ingress_toTheOtherApp | backend: {service: {name: hello-grpc | backend: {service: {name: goodbye-grpc | Ingress/nginx-ingress-grpc: sends helloworld.Hello to goodbye-server
          ingress_ofAMisspeltService | path: /helloworld.Hello, | path: /helloworld.Helo, | Ingress/nginx-ingress-grpc: routes [helloworld.Goodbye, helloworld.Helo]
          route_ofNoGateway | parentRefs: [{name: greeter | parentRefs: [{name: nobody | GRPCRoute/greeter: spec.parentRefs[0]
          route_ofNoListener | sectionName: http | sectionName: h2c | GRPCRoute/greeter: spec.parentRefs[0]
          route_toNoService | backendRefs: [{name: hello-grpc | backendRefs: [{name: hello | GRPCRoute/greeter: spec.rules[0].backendRefs[0].name hello: no such Service
          route_toNoPort | name: hello-grpc, port: 8999, weight | name: hello-grpc, port: 80, weight | GRPCRoute/greeter: spec.rules[0].backendRefs[0].port 80: no port
          route_toTheOtherApp | backendRefs: [{name: hello-grpc | backendRefs: [{name: goodbye-grpc | GRPCRoute/greeter: sends helloworld.Hello to goodbye-server
          route_thatForgetsAService | method: {service: helloworld.Goodbye} | method: {service: helloworld.Hello} | GRPCRoute/greeter: routes [helloworld.Hello]
          route_thatSendsNothing | weight: 9 | weight: 0 | GRPCRoute/greeter: spec.rules[0]: no backend gets a call
          """)
  void change_isFound(String condition, String old, String changed, String finding) {
    assertThat(check.findings(Example.with(old, changed)))
        .as(condition)
        .anySatisfy(each -> assertThat(each).contains(finding));
  }
}
