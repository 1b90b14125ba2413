package greeter.hello;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import greeter.server.Exchange;
import greeter.server.Serving;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HelloServiceTest {
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
  void sayHello() throws InterruptedException {
    assertThat(sayHello("Bob", "12").next().getMessage())
        .isEqualTo("Hello I'm Bob. 12 years old. At pod-0");
  }

  @Test
  void sayHello_withoutAge() throws InterruptedException {
    assertThat(sayHello("Bob", "").next().getMessage())
        .isEqualTo("Hello I'm Bob.  years old. At pod-0");
  }

  @Test
  void sayHello_longestNameAndAge() throws InterruptedException {
    String name = "é".repeat(256);
    String age = "9".repeat(32);
    assertThat(sayHello(name, age).next().getMessage())
        .isEqualTo("Hello I'm " + name + ". " + age + " years old. At pod-0");
  }

  @Test
  void sayHello_emptyName() throws InterruptedException {
    assertRefused("", "12", "name: 0 characters (expected: 1..256)");
  }

  @Test
  void sayHello_nameTooLong() throws InterruptedException {
    assertRefused("é".repeat(257), "12", "name: 257 characters (expected: 1..256)");
  }

  @Test
  void sayHello_controlCharacterInName() throws InterruptedException {
    assertRefused("Bob\r\n", "12", "name: control character U+000D (expected: none)");
  }

  @Test
  void sayHello_ageTooLong() throws InterruptedException {
    assertRefused("Bob", "9".repeat(33), "age: 33 characters (expected: 0..32)");
  }

  @Test
  void sayHello_controlCharacterInAge() throws InterruptedException {
    assertRefused("Bob", "\u001b[2J", "age: control character U+001B (expected: none)");
  }

  private Exchange<HelloRequest, HelloReply> sayHello(String name, String age) {
    return call(HelloGrpc.getSayHelloMethod(), name, age);
  }

  private Exchange<HelloRequest, HelloReply> call(
      MethodDescriptor<HelloRequest, HelloReply> method, String name, String age) {
    return Exchange.of(
        serving.channel(), method, HelloRequest.newBuilder().setName(name).setAge(age).build());
  }

  private void assertRefused(String name, String age, String description)
      throws InterruptedException {
    for (MethodDescriptor<HelloRequest, HelloReply> method :
        List.of(
            HelloGrpc.getSayHelloMethod(),
            HelloGrpc.getSayHelloStreamReplyMethod(),
            HelloGrpc.getSayHelloBidiStreamMethod())) {
      Exchange<HelloRequest, HelloReply> call = call(method, name, age);
      assertThat(call.end()).isEqualTo("INVALID_ARGUMENT: " + description);
      assertThat(call.podsInTrailers()).containsExactly("pod-0");
      assertThat(call.replies()).isEmpty();
    }
  }
}
