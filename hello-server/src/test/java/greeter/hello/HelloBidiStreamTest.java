package greeter.hello;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import greeter.server.Exchange;
import greeter.server.Serving;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HelloBidiStreamTest {
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
  void sayHelloBidiStream_repliesToEachRequest_beforeTheNext() throws InterruptedException {
    Exchange<HelloRequest, HelloReply> call =
        Exchange.begin(serving.channel(), HelloGrpc.getSayHelloBidiStreamMethod()).request(10);
    for (String name : List.of("Ann", "Bob")) {
      call.send(HelloRequest.newBuilder().setName(name).setAge("12").build());
      assertThat(call.next().getMessage())
          .isEqualTo("Hello I'm " + name + ". 12 years old. At pod-0");
    }
    assertThat(call.halfClose().end()).isEqualTo("OK");
    assertThat(call.replies()).isEmpty();
    assertThat(call.podsInHeaders()).containsExactly("pod-0");
  }
}
