package greeter.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kustomization of deploy/ renders, and what users apply holds together. */
@Tag("external")
class DeployIT {
  @Test
  void kustomizations_ofDeploy_areAmongTheRendered() {
    assertThat(Deployed.renderings().all().keySet())
        .contains(".", "apps", "ingress-nginx", "gateway-api", "verify", "verify/load-job");
  }

  @ParameterizedTest(name = "{1}, {0}")
  @MethodSource("rendered")
  void objects_holdTogether(String kustomization, Check check, List<Resource> objects) {
    assertThat(check.findings(objects)).isEmpty();
  }

  static Stream<Arguments> rendered() {
    String host = Deployed.host();
    List<Check> ofAll =
        List.of(
            new Selectors(),
            new Ports(),
            new Routes(),
            new Environment(),
            Images.ofBuild(),
            new Shutdown(),
            new Security(),
            new Namespaces(),
            new Hosts(host),
            new VerifyJob(host),
            new LoadJob());
    return Deployed.renderings().completed().entrySet().stream()
        .flatMap(each -> ofAll.stream().map(check -> arguments(each, check)));
  }

  private static Arguments arguments(Map.Entry<String, List<Resource>> rendered, Check check) {
    return Arguments.of(
        rendered.getKey(), Named.of(check.getClass().getSimpleName(), check), rendered.getValue());
  }
}
