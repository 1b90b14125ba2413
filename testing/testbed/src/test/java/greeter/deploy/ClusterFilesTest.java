package greeter.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The configurations of eksctl and kind, which no test here can run. */
class ClusterFilesTest {
  private static final KnownKeys EKSCTL = KnownKeys.of("eksctl-keys.txt");
  private static final KnownKeys KIND = KnownKeys.of("kind-keys.txt");

  @Test
  void eksctl_hasOnlyKeysThatItKnows() {
    Node cluster = read("cluster/eksctl/cluster.yaml");

    assertThat(cluster.at("apiVersion").text()).isEqualTo("eksctl.io/v1alpha5");
    assertThat(cluster.at("kind").text()).isEqualTo("ClusterConfig");
    assertThat(cluster.at("metadata").fields()).containsKeys("name", "region", "version");
    assertThat(cluster.at("managedNodeGroups").items()).isNotEmpty();
    assertThat(EKSCTL.unknown(cluster)).isEmpty();
  }

  @Test
  void eksctl_withMisspeltKeys_isFound() {
    assertThat(EKSCTL.unknown(Node.parse("{iam: {withODIC: true}, managedNodeGroup: []}").get(0)))
        .containsExactly("iam.withODIC", "managedNodeGroup");
  }

  @Test
  void kind_hasOnlyKeysThatItKnows() {
    Node cluster = read("cluster/kind/cluster.yaml");

    assertThat(cluster.at("apiVersion").text()).isEqualTo("kind.x-k8s.io/v1alpha4");
    assertThat(cluster.at("kind").text()).isEqualTo("Cluster");
    assertThat(cluster.at("nodes").items()).isNotEmpty();
    assertThat(KIND.unknown(cluster)).isEmpty();
  }

  @Test
  void kind_setsOnlyValuesOfTheChart() throws IOException {
    List<String> set = all("--set \"?([a-zA-Z.]+)=");

    assertThat(set).isNotEmpty();
    assertThat(set).allMatch(IngressNginx.CHART_KEYS.paths()::contains);
  }

  @Test
  void kind_withMisspeltKeys_isFound() {
    assertThat(KIND.unknown(Node.parse("{nodes: [{roles: worker}]}").get(0)))
        .containsExactly("nodes[0].roles");
  }

  private static Node read(String file) {
    return Node.read(Renderings.DEPLOY.resolve(file));
  }

  /** The first group of each match in the demo on kind. */
  private static List<String> all(String pattern) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(Renderings.DEPLOY.resolve("cluster/kind/demo")))
        .results()
        .map(match -> match.group(1))
        .toList();
  }
}
