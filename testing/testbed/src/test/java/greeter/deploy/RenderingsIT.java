package greeter.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which kustomizations are found, and what comes of them. */
@Tag("external")
class RenderingsIT {
  @TempDir Path root;
  @TempDir Path scratch;

  @BeforeEach
  void aRootOfTwoParts() throws IOException {
    kustomization(".", "resources: [apps, ingress]");
    kustomization("apps", "{resources: [object.yaml], components: [settings]}");
    Files.writeString(
        root.resolve("apps/object.yaml"),
        object("Namespace", "greeter") + "---\n" + object("ConfigMap", "app"));
    kustomization("apps/settings", "{kind: Component, namePrefix: a-}");
    kustomization("apps/more", "{kind: Component, nameSuffix: -b}");
    kustomization("base", "resources: [object.yaml]");
    Files.writeString(root.resolve("base/object.yaml"), object("ConfigMap", "shared"));
    kustomization("ingress", "resources: [../base]");
    kustomization("other", "resources: [../base]");
  }

  @Test
  void renderings_areThoseOfEveryKustomization() throws Exception {
    assertThat(renderings().all().keySet())
        .containsExactlyInAnyOrder(".", "apps", "base", "ingress", "other", "apps + apps/more");
  }

  @Test
  void renderings_thatNothingBuildsUpon_areApplied() throws Exception {
    assertThat(renderings().applied().keySet())
        .containsExactlyInAnyOrder(".", "apps", "ingress", "other", "apps + apps/more");
  }

  @Test
  void component_thatNothingUses_isRenderedOnTop() throws Exception {
    assertThat(renderings().all().get("apps + apps/more"))
        .extracting(Resource::name)
        .containsExactly("greeter", "a-app-b");
  }

  @Test
  void renderings_withoutNamespace_areCompletedByTheApps() throws Exception {
    assertThat(renderings().completed().get("other"))
        .extracting(Resource::toString)
        .containsExactly("ConfigMap/shared", "Namespace/greeter", "ConfigMap/a-app");
    assertThat(renderings().completed().get(".")).hasSize(3);
  }

  @Test
  void kustomization_thatNamesNothing_doesNotRender() throws IOException {
    kustomization("broken", "resources: [nowhere.yaml]");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(this::renderings)
        .withMessageContaining("broken does not render: ")
        .withMessageContaining("nowhere.yaml");
  }

  @Test
  void kubectl_ofTheWheel_rendersTheSame() throws Exception {
    Kubectl wheel = new Kubectl(Kubectl.ofWheel().orElseThrow());

    assertThat(Resource.parse(wheel.render(Renderings.DEPLOY))).isEqualTo(Deployed.objects("."));
  }

  private Renderings renderings() throws IOException, InterruptedException {
    return Renderings.of(Kubectl.find(), Kustomizations.below(root), scratch);
  }

  private void kustomization(String folder, String text) throws IOException {
    Path at = Files.createDirectories(root.resolve(folder).normalize());
    Files.writeString(at.resolve("kustomization.yaml"), text);
  }

  private static String object(String kind, String name) {
    return "{apiVersion: v1, kind: %s, metadata: {name: %s}}\n".formatted(kind, name);
  }
}
