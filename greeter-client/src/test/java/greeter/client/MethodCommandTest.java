package greeter.client;

import static greeter.client.server.GreetingServer.rotation;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import greeter.client.server.BareServer;
import greeter.client.server.GreetingServer;
import greeter.client.server.Shop;
import io.grpc.BindableService;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code --method}, against a service that is none of ours. */
@Timeout(60)
class MethodCommandTest {
  private static final String ORDER = "{\"id\":\"1\"}";

  @TempDir Path folder;

  @Test
  void spread_byReflection_countsThePodsOfItsMetadata() {
    try (GreetingServer shop = shop(Shop.inMetadata("x-pod", rotation("a", "b", "c")))) {
      Cli run =
          spread(
              shop,
              "--method",
              "acme.Shop/Buy",
              "--data",
              ORDER,
              "--pod-from",
              "metadata:x-pod",
              "--calls",
              "1200",
              "--expect-pods",
              "3");

      assertThat(run.err()).isEmpty();
      assertThat(run.exitCode()).isZero();
      assertThat(run.out())
          .contains("acme.Shop: 1200 calls over 1 connection: 1200 answered, 0 failed\n")
          .containsPattern("a +400 ")
          .endsWith("PASS\n");
    }
  }

  @Test
  void spread_podInAFieldOfTheReply() throws Exception {
    Path data = Files.writeString(folder.resolve("order.json"), ORDER);
    try (GreetingServer shop = shop(Shop.inReply(rotation("a", "b", "c")))) {
      Cli run =
          spread(
              shop,
              "--method",
              "acme.Shop/Buy",
              "--data",
              "@" + data,
              "--pod-from",
              "json:seller.pod",
              "--calls",
              "1200",
              "--expect-weights",
              "acme.shop:a=1,b=1,c=1");

      assertThat(run.err()).isEmpty();
      assertThat(run.exitCode()).isZero();
      assertThat(run.out()).containsPattern("b +400 ").endsWith("PASS\n");
    }
  }

  @Test
  void spread_nobodyNamesAPod_isInconclusive() {
    try (GreetingServer shop = shop(Shop.inReply(rotation("a", "b")))) {
      Cli run =
          spread(
              shop,
              "--method",
              "acme.Shop/Buy",
              "--data",
              ORDER,
              "--pod-from",
              "none",
              "--calls",
              "10");

      assertThat(run.exitCode()).isEqualTo(4);
      assertThat(run.out())
          .contains(
              "INCONCLUSIVE IDENTITY: 10 answers name no pod where it was looked for (--pod-from)")
          .endsWith("INCONCLUSIVE\n");
    }
  }

  @Test
  void spread_anErrorThatIsSignedByAnotherKey_isTheApplications() {
    try (GreetingServer shop = shop(Shop.inMetadata("x-pod", rotation("a")))) {
      assertThat(
              spread(
                      shop,
                      "--method",
                      "acme.Shop/Buy",
                      "--pod-from",
                      "metadata:x-pod",
                      "--calls",
                      "3")
                  .out())
          .contains("FAIL CALLS: 3 calls failed: INVALID_ARGUMENT: id: missing, by a (blame: app)");
      assertThat(spread(shop, "--method", "acme.Shop/Buy", "--calls", "3").out())
          .contains(
              "FAIL CALLS: 3 calls failed: INVALID_ARGUMENT: id: missing (blame: cannot tell)");
    }
  }

  @Test
  void spread_protosetAndProto_needNoReflection() throws Exception {
    Path set =
        Files.write(
            folder.resolve("shop.pb"),
            FileDescriptorSet.newBuilder().addFile(Shop.PROTO).build().toByteArray());
    Path proto =
        Files.writeString(
            folder.resolve("shop.proto"),
            """
            syntax = "proto3";
            package acme;
            message Order { string id = 1; }
            message Receipt { string pod = 1; }
            service Shop { rpc Buy (Order) returns (Receipt); }
            """);
    try (GreetingServer shop = GreetingServer.unnamed(Shop.inReply(rotation("a")))) {
      for (String[] described :
          List.of(
              new String[] {"--protoset", set.toString()},
              new String[] {"--proto", proto.toString()},
              new String[] {"--proto", "shop.proto", "--proto-path", folder.toString()})) {
        List<String> options =
            new ArrayList<>(
                List.of(
                    "--method",
                    "acme.Shop/Buy",
                    "--data",
                    ORDER,
                    "--pod-from",
                    "json:pod",
                    "--calls",
                    "40",
                    "--expect-pods",
                    "1"));
        options.addAll(List.of(described));
        Cli run = spread(shop, options.toArray(String[]::new));

        assertThat(run.out()).endsWith("PASS\n");
        assertThat(run.exitCode()).isZero();
      }
    }
  }

  @Test
  void spread_health_isKnownByItself() {
    try (GreetingServer server =
        GreetingServer.named(rotation("a", "b"), new HealthStatusManager().getHealthService())) {
      Cli run = spread(server, "--method", "health", "--calls", "1000", "--expect-pods", "2");

      assertThat(run.out()).contains("grpc.health.v1.Health: 1000 calls").endsWith("PASS\n");
      assertThat(run.exitCode()).isZero();
    }
  }

  @Test
  void spread_targetWithoutOurServices_namesTheOption() {
    try (GreetingServer shop = shop(Shop.inReply(rotation("a")))) {
      assertThat(spread(shop, "--calls", "3").out())
          .contains(
              "No call was served (UNIMPLEMENTED). If the target has other services, name a"
                  + " method: --method pkg.Service/Method, or --method health\n");
    }
  }

  @Test
  void spread_whatTheTargetDescribes_isChecked() {
    try (GreetingServer shop = shop(Shop.inReply(rotation("a")))) {
      assertMistake(
          spread(shop, "--method", "acme.Store/Buy"),
          "--method: \"acme.Store/Buy\" (expected: a method of acme.Shop or"
              + " grpc.reflection.v1.ServerReflection)");
      assertMistake(
          spread(shop, "--method", "acme.Shop/Sell"),
          "--method: \"acme.Shop/Sell\" (expected: a method of acme.Shop: Buy, Watch, Upload,"
              + " Talk)");
      assertMistake(
          spread(shop, "--method", "acme.Shop/Watch"),
          "--method: \"acme.Shop/Watch\" (expected: a unary method; this one streams)");
      assertMistake(
          spread(shop, "--method", "acme.Shop/Buy", "--data", "{\"nr\":1}"),
          "--data: \"nr\" (expected: a field of acme.Order: id, count, parts)");
    }
  }

  @Test
  void both_connectionsThatEnd_exitWith3() throws Exception {
    try (BareServer server = BareServer.of(BareServer.closes())) {
      String target = "127.0.0.1:" + server.port();
      Cli run = Cli.run("spread", target, "--method", "acme.Shop/Buy");

      assertThat(run.exitCode()).isEqualTo(3);
      assertThat(run.err()).startsWith(target + " is unreachable: UNAVAILABLE: ").hasLineCount(1);

      Cli check = Cli.run("check", target, "-o", "json", "--method", "acme.Shop/Buy");
      assertThat(check.exitCode()).isEqualTo(3);
      assertThat(check.err()).startsWith(target + " is unreachable: UNAVAILABLE: ").hasLineCount(1);
      assertThat(check.out()).contains("UNAVAILABLE: ");
    }
  }

  @Test
  void check_runsWhatFits() {
    try (GreetingServer shop = shop(Shop.inMetadata("x-pod", rotation("a", "b", "c")))) {
      Cli run =
          check(
              shop,
              "--method",
              "acme.Shop/Buy",
              "--data",
              ORDER,
              "--pod-from",
              "metadata:x-pod",
              "--expect-pods",
              "3");

      String ours = " +not run \\(needs Hello or Goodbye: without --method\\)";
      assertThat(run.err()).isEmpty();
      assertThat(run.out())
          .containsPattern("PASS +H2C ")
          .containsPattern("PASS +LB-ROUTE +acme.Shop by 3 pods")
          .containsPattern("PASS +LB-PINNED ")
          .containsPattern("PASS +ONE-POD ")
          .containsPattern("PASS +LB-EVEN +acme.Shop: ")
          .containsPattern(
              "- +CHURN +not run .needs --full; [0-9]+ calls on one connection, 0 lost")
          .containsPattern("WARN +METADATA ");
      for (String code :
          List.of(
              "STREAM-PIN",
              "STREAM-AGE",
              "STREAM-IDLE",
              "STREAM-SIZE",
              "MSG-SIZE",
              "STREAMS-MAX",
              "STATUS",
              "DEADLINE",
              "CANCEL")) {
        assertThat(run.out()).containsPattern("- +" + code + ours);
      }
    }
  }

  @Test
  void check_withoutPodsNames_judgesNoBalancing() {
    try (GreetingServer shop = shop(Shop.inReply(rotation("a", "b", "c")))) {
      Cli run =
          check(
              shop,
              "--method",
              "acme.Shop/Buy",
              "--data",
              ORDER,
              "--pod-from",
              "none",
              "--only",
              "LB-*,ONE-POD,CHURN");

      for (String code : List.of("LB-PINNED", "ONE-POD", "LB-EVEN", "LB-FRESH")) {
        assertThat(run.out())
            .containsPattern("- +" + code + " +not run \\(needs the pod's name: --pod-from\\)");
      }
      assertThat(run.out())
          .containsPattern("PASS +LB-ROUTE +acme.Shop by pods without a name; ")
          .containsPattern(
              "- +CHURN +not run .needs --full; [0-9]+ calls on one connection, 0 lost");
      assertThat(run.exitCode()).isZero();
    }
  }

  @Test
  void check_requestThatIsRefused_saysSo() {
    try (GreetingServer shop = shop(Shop.inMetadata("x-pod", rotation("a")))) {
      Cli run =
          check(
              shop,
              "--method",
              "acme.Shop/Buy",
              "--pod-from",
              "metadata:x-pod",
              "--only",
              "LB-ROUTE");

      assertThat(run.exitCode()).isEqualTo(4);
      assertThat(run.out())
          .containsPattern(
              "INCONCLUSIVE +LB-ROUTE +needs a request that is answered with OK \\(--data, -H\\):"
                  + " acme.Shop: 60 of 60 calls failed, the first with INVALID_ARGUMENT: id:"
                  + " missing, by a\n");
    }
  }

  private static GreetingServer shop(BindableService shop) {
    return GreetingServer.unnamed(shop, ProtoReflectionServiceV1.newInstance());
  }

  private static Cli spread(GreetingServer server, String... options) {
    return run("spread", server, options);
  }

  private static Cli check(GreetingServer server, String... options) {
    return run("check", server, options);
  }

  private static Cli run(String command, GreetingServer server, String... options) {
    List<String> args = new ArrayList<>(List.of(command, server.target()));
    args.addAll(List.of(options));
    return Cli.run(args.toArray(String[]::new));
  }

  private static void assertMistake(Cli run, String message) {
    assertThat(run.err())
        .startsWith(message + " (see greeter-client spread --help)")
        .hasLineCount(1);
    assertThat(run.exitCode()).isEqualTo(2);
  }
}
