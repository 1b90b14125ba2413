package greeter.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostsTest {
  private final Check check = new Hosts(Example.HOST);

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
          ingress_ofAnotherHost | - host: example.com | - host: example.org | Ingress/nginx-ingress-grpc: spec.rules[0].host
          ingress_ofEveryHost | - host: example.com | - name: x | Ingress/nginx-ingress-grpc: spec.rules[0].host
          certificate_ofAnotherHost | hosts: [example.com] | hosts: [example.org] | Ingress/nginx-ingress-grpc: spec.tls[0].hosts[0]
          dns_ofAnotherHost | external-dns.kubernetes.io/hostname: example.com | external-dns.kubernetes.io/hostname: example.org | external-dns.kubernetes.io/hostname
          dns_ofOldVersionsOnly | external-dns.kubernetes.io/hostname: example.com | other: x | no external-dns.kubernetes.io/hostname
          dns_ofNewVersionsOnly | external-dns.alpha.kubernetes.io/hostname: example.com | other: x | no external-dns.alpha.kubernetes.io/hostname
          listener_ofAnotherHost | hostname: example.com} | hostname: example.org} | Gateway/greeter: spec.listeners[0].hostname
          route_ofAnotherHost | hostnames: [example.com] | hostnames: [example.org] | GRPCRoute/greeter: spec.hostnames[0]
          route_ofEveryHost | hostnames: [example.com] | hostnames: [] | GRPCRoute/greeter: spec.hostnames
          """)
  void change_isFound(String condition, String old, String changed, String finding) {
    assertThat(check.findings(Example.with(old, changed)))
        .as(condition)
        .anySatisfy(each -> assertThat(each).contains(finding));
  }
}
