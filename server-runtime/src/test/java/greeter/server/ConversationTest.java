package greeter.server;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConversationTest {
  private static final int MORE_THAN_FITS_THE_WINDOWS = 100_000;

  private Serving serving;

  @BeforeEach
  void start() throws IOException {
    serving = Serving.start(List.of(new StreamingHello()));
  }

  @AfterEach
  void stop() {
    serving.close();
  }

  @Test
  void eachRequest_hasItsReply_beforeTheNext() throws InterruptedException {
    Exchange<HelloRequest, HelloReply> call = begin().request(10);
    for (String name : List.of("Ann", "Bob", "Cid")) {
      assertThat(call.send(named(name)).next().getMessage()).isEqualTo(name);
    }
    assertThat(call.halfClose().end()).isEqualTo("OK");
    assertThat(call.replies()).isEmpty();
    assertThat(call.podsInHeaders()).containsExactly("pod-0");
  }

  @Test
  void requestsSentAtOnce_areAnsweredInOrder() throws InterruptedException {
    Exchange<HelloRequest, HelloReply> call = begin().request(100);
    for (int i = 0; i < 100; i++) {
      call.send(named("n" + i));
    }
    assertThat(call.halfClose().end()).isEqualTo("OK");
    for (int i = 0; i < 100; i++) {
      assertThat(call.next().getMessage()).isEqualTo("n" + i);
    }
    assertThat(call.replies()).isEmpty();
  }

  @Test
  void noRequest_isNoReply() throws InterruptedException {
    Exchange<HelloRequest, HelloReply> call = begin().request(1).halfClose();
    assertThat(call.end()).isEqualTo("OK");
    assertThat(call.replies()).isEmpty();
  }

  @Test
  void badSecondRequest_endsTheStream() throws InterruptedException {
    Exchange<HelloRequest, HelloReply> call =
        begin().request(10).send(named("Bob")).send(named("")).send(named("Cid"));
    assertThat(call.end()).isEqualTo("INVALID_ARGUMENT: name: 0 characters (expected: 1..256)");
    assertThat(call.podsInTrailers()).containsExactly("pod-0");
    assertThat(call.next().getMessage()).isEqualTo("Bob");
    assertThat(call.replies()).isEmpty();
  }

  @Test
  void callerThatDoesNotRead_isNotReadFrom() throws InterruptedException {
    Exchange<HelloRequest, HelloReply> call = begin();
    HelloRequest large = named("x".repeat(256));
    int sent = 0;
    // A server that read on would keep the call ready, and pile the replies up.
    while (sent < MORE_THAN_FITS_THE_WINDOWS && call.isReadyWithin(Duration.ofMillis(500))) {
      call.send(large);
      sent++;
    }
    assertThat(sent).isLessThan(MORE_THAN_FITS_THE_WINDOWS);
    assertThat(call.request(Integer.MAX_VALUE).halfClose().end()).isEqualTo("OK");
    assertThat(call.replies()).hasSize(sent);
  }

  private Exchange<HelloRequest, HelloReply> begin() {
    return Exchange.begin(serving.channel(), HelloGrpc.getSayHelloBidiStreamMethod());
  }

  private static HelloRequest named(String name) {
    return HelloRequest.newBuilder().setName(name).build();
  }
}
