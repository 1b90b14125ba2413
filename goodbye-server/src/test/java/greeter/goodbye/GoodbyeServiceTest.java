package greeter.goodbye;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.GoodbyeGrpc;
import greeter.api.GoodbyeReply;
import greeter.api.GoodbyeRequest;
import greeter.server.Exchange;
import greeter.server.Serving;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GoodbyeServiceTest {
  private final ChosenNumber random = new ChosenNumber();
  private Serving serving;

  @BeforeEach
  void start() throws IOException {
    Sayings sayings = new Sayings(List.of("First. (A)", "Second. (B)", "Third. (C)"));
    serving = Serving.start(GoodbyeServer.services(Serving.POD, sayings, random));
  }

  @AfterEach
  void stop() {
    serving.close();
  }

  @Test
  void sayGoodbye() throws InterruptedException {
    Exchange<GoodbyeRequest, GoodbyeReply> call = sayGoodbye("Bob");
    assertThat(call.next().getMessage())
        .isEqualTo(
            "Goodbye Bob. At pod-0.\n"
                + " I sent chandler's words in Collection of famous sayings: First. (A)");
    assertThat(call.end()).isEqualTo("OK");
    assertThat(call.podsInHeaders()).containsExactly("pod-0");
  }

  @Test
  void sayGoodbye_saysWhatTheRandomNumberPicks() throws InterruptedException {
    random.chosen = 2;
    assertThat(sayGoodbye("Bob").next().getMessage()).endsWith(" sayings: Third. (C)");
    random.chosen = 1;
    assertThat(sayGoodbye("Bob").next().getMessage()).endsWith(" sayings: Second. (B)");
  }

  @Test
  void sayGoodbye_longestName() throws InterruptedException {
    String name = "é".repeat(256);
    assertThat(sayGoodbye(name).next().getMessage()).startsWith("Goodbye " + name + ". At pod-0.");
  }

  @Test
  void sayGoodbye_emptyName() throws InterruptedException {
    assertRefused("", "name: 0 characters (expected: 1..256)");
  }

  @Test
  void sayGoodbye_nameTooLong() throws InterruptedException {
    assertRefused("é".repeat(257), "name: 257 characters (expected: 1..256)");
  }

  @Test
  void sayGoodbye_controlCharacterInName() throws InterruptedException {
    assertRefused("Bob\u0085", "name: control character U+0085 (expected: none)");
  }

  @Test
  void sayGoodbyeStreamReply_isFiveRepliesOfOneSaying() throws InterruptedException {
    random.chosen = 1;
    Exchange<GoodbyeRequest, GoodbyeReply> call =
        Exchange.of(serving.channel(), GoodbyeGrpc.getSayGoodbyeStreamReplyMethod(), named("Bob"));
    assertThat(call.end()).isEqualTo("OK");
    assertThat(call.replies())
        .hasSize(5)
        .extracting(GoodbyeReply::getMessage)
        .containsOnly(
            "Goodbye Bob. At pod-0.\n"
                + " I sent chandler's words in Collection of famous sayings: Second. (B)");
    assertThat(call.podsInHeaders()).containsExactly("pod-0");
  }

  @Test
  void sayGoodbyeStreamReply_emptyName() throws InterruptedException {
    Exchange<GoodbyeRequest, GoodbyeReply> call =
        Exchange.of(serving.channel(), GoodbyeGrpc.getSayGoodbyeStreamReplyMethod(), named(""));
    assertThat(call.end()).isEqualTo("INVALID_ARGUMENT: name: 0 characters (expected: 1..256)");
    assertThat(call.podsInTrailers()).containsExactly("pod-0");
  }

  @Test
  void sayGoodbyeBidiStream_repliesToEachRequest_withASayingOfItsOwn() throws InterruptedException {
    Exchange<GoodbyeRequest, GoodbyeReply> call =
        Exchange.begin(serving.channel(), GoodbyeGrpc.getSayGoodbyeBidiStreamMethod()).request(10);
    assertThat(call.send(named("Ann")).next().getMessage())
        .startsWith("Goodbye Ann. At pod-0.")
        .endsWith(" sayings: First. (A)");
    random.chosen = 2;
    assertThat(call.send(named("Bob")).next().getMessage())
        .startsWith("Goodbye Bob. At pod-0.")
        .endsWith(" sayings: Third. (C)");
    assertThat(call.halfClose().end()).isEqualTo("OK");
    assertThat(call.replies()).isEmpty();
  }

  private static GoodbyeRequest named(String name) {
    return GoodbyeRequest.newBuilder().setName(name).build();
  }

  private Exchange<GoodbyeRequest, GoodbyeReply> sayGoodbye(String name) {
    return Exchange.of(serving.channel(), GoodbyeGrpc.getSayGoodbyeMethod(), named(name));
  }

  private void assertRefused(String name, String description) throws InterruptedException {
    Exchange<GoodbyeRequest, GoodbyeReply> call = sayGoodbye(name);
    assertThat(call.end()).isEqualTo("INVALID_ARGUMENT: " + description);
    assertThat(call.podsInTrailers()).containsExactly("pod-0");
    assertThat(call.replies()).isEmpty();
  }

  private static final class ChosenNumber implements RandomGenerator {
    private volatile int chosen;

    @Override
    public int nextInt(int bound) {
      assertThat(bound).isEqualTo(3);
      return chosen;
    }

    @Override
    public long nextLong() {
      throw new AssertionError("a number without a bound is not asked for");
    }
  }
}
