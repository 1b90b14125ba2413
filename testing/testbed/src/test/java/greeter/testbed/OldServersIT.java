package greeter.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.goodbye.GoodbyeServer;
import greeter.goodbye.Sayings;
import greeter.hello.HelloServer;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Servers as those of 2018: the services alone, which name their pod in the text only. */
class OldServersIT {
  @Test
  void client_readsPodsFromTheText() throws Exception {
    Server old = serve("old-1");
    try {
      String address = "127.0.0.1:" + old.getPort();

      assertThat(Client.run("--deadline", "10s", address, "Ann").out())
          .containsPattern(
              "^\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d Hello: Hello I'm Ann\\.  years old\\. At old-1\n")
          .containsPattern("\\d\\d:\\d\\d:\\d\\d Goodbye: Goodbye Ann\\. At old-1\\.\n I sent ");
      assertThat(Client.run("spread", address, "--expect-pods", "1").out())
          .containsPattern("old-1 +100 ")
          .endsWith("\nPASS\n");
    } finally {
      old.shutdownNow();
    }
  }

  private static Server serve(String pod) throws Exception {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Stream.of(
            HelloServer.services(pod),
            GoodbyeServer.services(pod, Sayings.builtIn(), RandomGenerator.getDefault()))
        .<BindableService>flatMap(List::stream)
        .forEach(builder::addService);
    return builder.build().start();
  }
}
