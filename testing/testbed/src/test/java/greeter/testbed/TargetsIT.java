package greeter.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.hello.HelloServer;
import greeter.server.GrpcServer;
import greeter.server.ServerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Targets as users write them, to the real client. */
@Timeout(60)
class TargetsIT {
  @TempDir Path folder;

  @Test
  @Tag("external") // needs 127.0.0.2 and 127.0.0.3, which Linux has
  void dnsName_withRoundRobin_reachesEveryAddress() throws Exception {
    try (GrpcServer first = serve("hello-1", "127.0.0.1", 0);
        GrpcServer second = serve("hello-2", "127.0.0.2", first.port());
        GrpcServer third = serve("hello-3", "127.0.0.3", first.port())) {
      Path hosts =
          Files.writeString(
              folder.resolve("hosts"), "127.0.0.1 ring\n127.0.0.2 ring\n127.0.0.3 ring\n");
      String target = "dns:///ring:" + third.port();

      assertThat(hello(hosts, target, "round_robin")).contains("PASS LB-EVEN: each of 3 shares");
      assertThat(hello(hosts, target, "pick_first")).contains("FAIL ONE-POD: hello-1");
      assertThat(second.port()).isEqualTo(first.port());
    }
  }

  @Test
  @Tag("external") // needs a machine with IPv6
  void ipv6() throws Exception {
    try (GrpcServer server = serve("hello-1", "::1", 0)) {
      Client.Result result = Client.run("--deadline", "10s", "[::1]:" + server.port());

      assertThat(result.out()).as(result.err()).contains("At hello-1");
    }
  }

  @Test
  void nobodyThere_isUnreachable() throws Exception {
    int port;
    try (GrpcServer server = serve("hello-1", "127.0.0.1", 0)) {
      port = server.port();
    }
    Client.Result result = Client.run("spread", "127.0.0.1:" + port);

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err())
        .isEqualTo("127.0.0.1:%d is unreachable: Connection refused (127.0.0.1)%n".formatted(port));
    assertThat(result.out()).isEmpty();
  }

  private static String hello(Path hosts, String target, String policy) throws Exception {
    return Client.run(
            List.of("-Djdk.net.hosts.file=" + hosts),
            "spread",
            target,
            "--lb",
            policy,
            "--expect-pods",
            "3",
            "--deadline",
            "10s")
        .out();
  }

  private static GrpcServer serve(String pod, String address, int port) throws Exception {
    return GrpcServer.start(
        ServerConfig.from(
            Map.of("GRPC_PORT", Integer.toString(port), "GRPC_ADDRESS", address, "POD_NAME", pod)),
        HelloServer.services(pod));
  }
}
