package greeter.hello;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import greeter.server.Exchange;
import greeter.server.Serving;
import java.io.IOException;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HelloStreamTest {
  private static final HelloRequest BOB =
      HelloRequest.newBuilder().setName("Bob").setAge("12").build();
  private static final HelloReply HELLO_BOB =
      HelloReply.newBuilder().setMessage("Hello I'm Bob. 12 years old. At pod-0").build();

  private Serving serving;

  @BeforeEach
  void start() throws IOException {
    serving = Serving.start(HelloServer.services(Serving.POD));
  }

  @AfterEach
  void stop() {
    serving.close();
  }

  @Test
  void sayHelloStreamReply_isFiveReplies() throws InterruptedException {
    Exchange<HelloRequest, HelloReply> call =
        Exchange.of(serving.channel(), HelloGrpc.getSayHelloStreamReplyMethod(), BOB);
    assertThat(call.end()).isEqualTo("OK");
    assertThat(call.replies()).isEqualTo(Collections.nCopies(5, HELLO_BOB));
    assertThat(call.podsInHeaders()).containsExactly("pod-0");
  }

  @Test
  void sayHelloStreamReply_slowReader_getsThemAll() throws InterruptedException {
    Exchange<HelloRequest, HelloReply> call =
        Exchange.begin(serving.channel(), HelloGrpc.getSayHelloStreamReplyMethod())
            .send(BOB)
            .halfClose();
    for (int reply = 0; reply < 5; reply++) {
      assertThat(call.replies()).isEmpty();
      call.request(1);
      assertThat(call.next()).isEqualTo(HELLO_BOB);
    }
    // Another request, or the client would not look for the end.
    call.request(1);
    assertThat(call.end()).isEqualTo("OK");
    assertThat(call.replies()).isEmpty();
  }
}
