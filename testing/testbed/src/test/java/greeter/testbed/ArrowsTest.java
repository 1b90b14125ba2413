package greeter.testbed;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import org.junit.jupiter.api.Test;

/** Between modules, and between the client's packages, the arrows point one way. */
class ArrowsTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("greeter");

  private static LayeredArchitecture modules() {
    return layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("greeter..")
        .layer("api")
        .definedBy("greeter.api..")
        .layer("server-runtime")
        .definedBy("greeter.server..")
        .layer("hello-server")
        .definedBy("greeter.hello..")
        .layer("goodbye-server")
        .definedBy("greeter.goodbye..")
        .layer("greeter-client")
        .definedBy("greeter.client..")
        .layer("testbed")
        .definedBy("greeter.testbed..")
        .whereLayer("api")
        .mayNotAccessAnyLayer()
        .whereLayer("server-runtime")
        .mayOnlyAccessLayers("api")
        .whereLayer("hello-server")
        .mayOnlyAccessLayers("server-runtime", "api")
        .whereLayer("goodbye-server")
        .mayOnlyAccessLayers("server-runtime", "api")
        .whereLayer("greeter-client")
        .mayOnlyAccessLayers("api")
        .whereLayer("testbed")
        .mayOnlyAccessLayers("hello-server", "goodbye-server", "server-runtime", "api");
  }

  @Test
  void modules_keepTheirArrows() {
    modules().check(MAIN);
  }

  @Test
  void clientsPackages_haveNoCycle() {
    slices().matching("greeter.client.(*)..").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void arrow_thatIsNotDrawn_isSeen() {
    LayeredArchitecture stricter = modules().whereLayer("hello-server").mayNotAccessAnyLayer();

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> stricter.check(MAIN))
        .withMessageContaining("HelloService");
  }
}
