package greeter.client.check;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.server.GreetingServer;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KnockTest {
  private static final Service<?, ?> HELLO = Service.ALL.get(0);

  /** Whether there is an answer where all but one call fail: the n-th, from 1; 0: all. */
  private static boolean isAnswered(int butOne) throws InterruptedException {
    AtomicInteger calls = new AtomicInteger();
    try (GreetingServer server =
        GreetingServer.named(
            () -> "pod",
            GreetingServer.hello(
                request -> {
                  if (calls.incrementAndGet() != butOne) {
                    throw Status.UNAVAILABLE.asRuntimeException();
                  }
                  return "Hello";
                }))) {
      ManagedChannel channel = server.connector().connect();
      try {
        return Knock.on(channel, HELLO, Duration.ofSeconds(5)).firstAnswered().isPresent();
      } finally {
        channel.shutdownNow();
      }
    }
  }

  @Test
  void knock_oneAnswers_isEnough() throws Exception {
    assertThat(isAnswered(1)).isTrue();
    assertThat(isAnswered(4)).isTrue();
  }

  @Test
  void knock_noneAnswers() throws Exception {
    assertThat(isAnswered(0)).isFalse();
  }
}
