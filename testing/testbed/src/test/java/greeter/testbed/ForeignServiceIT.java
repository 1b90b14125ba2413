package greeter.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.TextFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A service of somebody else's, in another language, behind nginx: {@code serve_shop.py}. */
@Tag("external")
@Execution(ExecutionMode.CONCURRENT)
class ForeignServiceIT {
  private static final Pattern PORT = Pattern.compile("^port (\\d+)$");

  /** What protoc makes of the shop. */
  private static final String DESCRIPTOR =
      """
      name: "shop.proto" package: "acme" syntax: "proto3"
      message_type {
        name: "Order"
        field { name: "id" number: 1 label: LABEL_OPTIONAL type: TYPE_STRING json_name: "id" }
      }
      message_type {
        name: "Receipt"
        field { name: "seller" number: 1 label: LABEL_OPTIONAL type: TYPE_MESSAGE
                type_name: ".acme.Seller" json_name: "seller" }
      }
      message_type {
        name: "Seller"
        field { name: "pod" number: 1 label: LABEL_OPTIONAL type: TYPE_STRING json_name: "pod" }
      }
      service {
        name: "Shop"
        method { name: "Buy" input_type: ".acme.Order" output_type: ".acme.Receipt" }
        method {
          name: "Watch" input_type: ".acme.Order" output_type: ".acme.Receipt" server_streaming: true
        }
      }
      """;

  private static final String PROTO =
      """
      syntax = "proto3";
      package acme;
      message Order { string id = 1; }
      message Receipt { Seller seller = 1; }
      message Seller { string pod = 1; }
      service Shop {
        rpc Buy (Order) returns (Receipt);
        rpc Watch (Order) returns (stream Receipt);
      }
      """;

  private static final List<String> BUY =
      List.of("--method", "acme.Shop/Buy", "--data", "{\"id\": \"1\"}");

  @TempDir Path folder;

  private final List<ChildProcess> shops = new ArrayList<>();

  @AfterEach
  void stop() {
    shops.forEach(ChildProcess::close);
  }

  @Test
  void reflection_podByAnotherKey() throws Exception {
    Path proto = folder.resolve("shop.fdp");
    Files.write(proto, descriptor().toByteArray());
    try (Nginx nginx = nginx("metadata", proto.toString())) {
      assertEven(run("spread", nginx, "--pod-from", "metadata:x-pod", "--calls", "1200"));

      Client.Result noId =
          Client.run(
              "spread",
              nginx.address(),
              "--method",
              "acme.Shop/Buy",
              "--pod-from",
              "metadata:x-pod",
              "--calls",
              "30");
      assertThat(noId.out())
          .contains("calls failed: INVALID_ARGUMENT: id: missing, by shop-1 (blame: app)");

      Client.Result check = run("check", nginx, "--pod-from", "metadata:x-pod");
      assertThat(check.err()).isEmpty();
      assertThat(check.out())
          .containsPattern("PASS +LB-ROUTE +acme.Shop by 3 pods; an unknown service by none")
          .containsPattern("PASS +LB-PINNED ")
          .containsPattern("PASS +LB-EVEN +acme.Shop: 3 pods get ")
          .containsPattern(
              "- +CHURN +not run .needs --full; [0-9]+ calls on one connection, 0 lost")
          .containsPattern("WARN +EXPOSED +reflection v1alpha answers from outside")
          .containsPattern("- +STREAM-PIN +not run \\(needs Hello or Goodbye: without --method\\)");
      assertThat(check.exitCode()).as(check.out()).isZero();
    }
  }

  @Test
  void load_ofAUnaryMethodAndOfAStream() throws Exception {
    Path proto = Files.writeString(folder.resolve("shop.proto"), PROTO);
    try (Nginx nginx = nginx("reply")) {
      for (String method : List.of("Buy", "Watch")) {
        Client.Result run =
            Client.run(
                "load",
                nginx.address(),
                "--method",
                "acme.Shop/" + method,
                "--data",
                "{\"id\": \"1\"}",
                "--proto",
                proto.toString(),
                "--pod-from",
                "json:seller.pod",
                "--calls",
                "300",
                "--expect-pods",
                "3");
        assertThat(run.out())
            .as(method)
            .contains("sent = 300 answered + 0 failed\n")
            .containsPattern("\n  shop-1 +100 ")
            .containsPattern("\n  shop-2 +100 ")
            .containsPattern("\n  shop-3 +100 ")
            .contains("  PASS         SLO pods of acme.Shop >= 3: 3\n");
        assertThat(run.exitCode()).isZero();
      }
    }
  }

  /** Of a target whose health knows neither of what is called by default. */
  @Test
  void healthIsCalled_whereNothingIsNamed() throws Exception {
    try (ChildProcess shop = shop("shop-1", "metadata")) {
      String address = "127.0.0.1:" + shop.readyLine().group(1);
      String note =
          address + " has neither Hello nor Goodbye: calling its health; --method names another\n";

      Client.Result load = Client.run("load", address, "--calls", "100");
      assertThat(load.err()).startsWith(note);
      assertThat(load.out()).containsPattern("\ngrpc\\.health\\.v1\\.Health +100 ");
      assertThat(load.exitCode()).isZero();

      Client.Result spread = Client.run("spread", address, "--calls", "30");
      assertThat(spread.err()).isEqualTo(note);
      assertThat(spread.out()).contains("grpc.health.v1.Health: 30 calls over 1 connection: 30 ");

      Client.Result mix = Client.run("load", address, "--calls", "10", "--mix", "hello=1");
      assertThat(mix.out()).contains("nobody serves what was called");
      assertThat(mix.exitCode()).isEqualTo(1);
    }
  }

  /** Of the answers that carry no name, where all good ones do. */
  @Test
  void deadPod_theErrorOfTheProxyIsTheProxys() throws Exception {
    Path proto = Files.write(folder.resolve("shop.fdp"), descriptor().toByteArray());
    try (Nginx nginx = nginx("metadata", proto.toString())) {
      shops.get(2).kill();
      Client.Result run = run("spread", nginx, "--pod-from", "metadata:x-pod", "--calls", "300");

      assertThat(run.out())
          .containsPattern(
              "FAIL CALLS: \\d+ calls? failed: UNAVAILABLE: nginx: no pod answered .*"
                  + "\\(blame: proxy\\)");
      assertThat(run.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void protosetAndProto_podInAField() throws Exception {
    Path set = folder.resolve("shop.pb");
    Files.write(set, FileDescriptorSet.newBuilder().addFile(descriptor()).build().toByteArray());
    Path proto = Files.writeString(folder.resolve("shop.proto"), PROTO);
    try (Nginx nginx = nginx("reply")) {
      String[] pod = {"--pod-from", "json:seller.pod", "--calls", "1200"};
      assertEven(run("spread", nginx, with(pod, "--protoset", set.toString())));
      assertEven(run("spread", nginx, with(pod, "--proto", proto.toString())));

      Client.Result none = run("spread", nginx);
      assertThat(none.err())
          .isEqualTo(
              "--method: server reflection of %s: it is not offered (UNIMPLEMENTED); describe the"
                      .formatted(nginx.address())
                  + " method by --protoset FILE or --proto FILE (see greeter-client spread"
                  + " --help)\n");
      assertThat(none.exitCode()).isEqualTo(2);
    }
  }

  private static void assertEven(Client.Result result) {
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .contains("acme.Shop: 1200 calls over 1 connection: 1200 answered, 0 failed\n")
        .containsPattern("shop-1 +400 ")
        .containsPattern("shop-2 +400 ")
        .containsPattern("shop-3 +400 ")
        .endsWith("\nPASS\n");
    assertThat(result.exitCode()).isZero();
  }

  private static String[] with(String[] options, String... more) {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static Client.Result run(String command, Nginx nginx, String... options)
      throws Exception {
    List<String> args = new ArrayList<>(List.of(command, nginx.address(), "--expect-pods", "3"));
    args.addAll(BUY);
    args.addAll(List.of(options));
    return Client.run(args.toArray(String[]::new));
  }

  /** Before three shops; it passes reflection on to them, too. */
  private Nginx nginx(String namesBy, String... file) throws Exception {
    List<Pod> pods = new ArrayList<>();
    for (String name : List.of("shop-1", "shop-2", "shop-3")) {
      ChildProcess shop = shop(name, namesBy, file);
      shops.add(shop);
      pods.add(new Pod(name, "127.0.0.1:" + shop.readyLine().group(1)));
    }
    String conf =
        Nginx.conf()
            .replace("/helloworld.Hello/", "/acme.Shop/")
            .replace("/helloworld.Goodbye/", "/grpc.reflection.")
            // Or a dead pod would not show.
            .replace("grpc_next_upstream error timeout;", "grpc_next_upstream off;");
    return Nginx.start(
        NginxProgram.find(), Ring.of(pods), folder.resolve("nginx"), OptionalInt.empty(), conf);
  }

  private static ChildProcess shop(String name, String namesBy, String... file) throws Exception {
    List<String> args = new ArrayList<>(List.of(name, namesBy));
    args.addAll(List.of(file));
    return ChildProcess.start(Python.program("serve_shop.py", args), PORT);
  }

  private static FileDescriptorProto descriptor() throws IOException {
    return TextFormat.parse(DESCRIPTOR, FileDescriptorProto.class);
  }
}
