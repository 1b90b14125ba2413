package greeter.client;

import static greeter.client.server.GreetingServer.goodbye;
import static greeter.client.server.GreetingServer.hello;
import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import greeter.client.server.GreetingServer;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command of 2018: two calls, two answers. */
@Timeout(30)
class LoneCallsTest {
  private static final String STAMP = "\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d ";

  // A machine that is busy must not fail a test of what is printed.
  private static final String[] PATIENTLY = {"--deadline", "20s"};

  @Test
  void bothAnswer_printsTheAnswersAsIn2018() {
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("pod-1"))) {
      Cli run = run(server, "Ann", "30");

      assertThat(run.err()).isEmpty();
      assertThat(run.exitCode()).isZero();
      assertThat(run.out())
          .matches(
              STAMP
                  + "Hello: Hello I'm Ann\\. 30 years old\\. At pod-1\\R"
                  + STAMP
                  + "Goodbye: Goodbye Ann\\. At pod-1\\.\\R"
                  + " I sent chandler's words in Collection of famous sayings: So it goes\\.\\R");
    }
  }

  @Test
  void bothAnswer_takesOneConnectionAndEndsIt() throws Exception {
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("pod-1"))) {
      assertThat(run(server).exitCode()).isZero();

      assertThat(server.connections()).isEqualTo(1);
      assertThat(server.seesEnd(1)).isTrue();
    }
  }

  @Test
  void noNameNorAge_greetsTheWorld() {
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("pod-1"))) {
      assertThat(run(server).out())
          .contains("Hello I'm world.  years old. At pod-1", "Goodbye world. At pod-1.");
    }
  }

  @Test
  void call_hasADeadlineOfASecond() {
    AtomicLong left = new AtomicLong();
    try (GreetingServer server =
        GreetingServer.unnamed(
            hello(
                q -> {
                  left.set(Context.current().getDeadline().timeRemaining(TimeUnit.MILLISECONDS));
                  return "Hi";
                }))) {
      // Whether it is answered in time, and its other call fails, is not the question.
      Cli unused = Cli.run(server.target());

      assertThat(left.get()).isBetween(1L, 1000L);
    }
  }

  @Test
  void nobodyListens_exitsWith1AndAReason() {
    GreetingServer server = GreetingServer.unnamed(hello(q -> "never"));
    server.close();
    Cli run = run(server);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .matches("Hello failed: UNAVAILABLE: io exception: .*Connection refused.*\\R");
  }

  @Test
  void unknownHost_exitsWith1AndAReason() {
    Cli run = Cli.run("greeter.invalid:80");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("Hello failed: UNAVAILABLE: Unable to resolve host greeter.invalid: ");
    assertThat(run.err().lines()).hasSize(1);
  }

  @Test
  void firstRefused_exitsWith1AndDoesNotGoOn() {
    try (GreetingServer server =
        GreetingServer.unnamed(
            hello(q -> throwing(Status.INVALID_ARGUMENT.withDescription("name: empty"))),
            goodbye(q -> "never asked"))) {
      assertThat(run(server, ""))
          .isEqualTo(new Cli(1, "", "Hello failed: INVALID_ARGUMENT: name: empty%n".formatted()));
    }
  }

  @Test
  void secondRefused_exitsWith1AfterTheFirstAnswer() {
    try (GreetingServer server =
        GreetingServer.unnamed(
            hello(q -> "Hello"), goodbye(q -> throwing(Status.RESOURCE_EXHAUSTED)))) {
      Cli run = run(server);

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).matches(STAMP + "Hello: Hello\\R");
      assertThat(run.err()).isEqualTo("Goodbye failed: RESOURCE_EXHAUSTED%n".formatted());
    }
  }

  @Test
  void noAnswerInTime_exitsWith1() {
    try (GreetingServer server =
        GreetingServer.unnamed(
            new HelloGrpc.HelloImplBase() {
              @Override
              public void sayHello(HelloRequest request, StreamObserver<HelloReply> out) {
                // never answers
              }
            })) {
      Cli run = Cli.run(server.target(), "--deadline", "200ms");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).startsWith("Hello failed: DEADLINE_EXCEEDED: ");
      assertThat(run.err().lines()).hasSize(1);
    }
  }

  @Test
  void controlCharactersFromTheWire_areEscaped() {
    try (GreetingServer server =
        GreetingServer.unnamed(
            hello(q -> "\u001b[2Jred\u0007"),
            goodbye(q -> throwing(Status.ABORTED.withDescription("\u001b[31mred"))))) {
      Cli run = run(server);

      assertThat(run.out()).endsWith("Hello: \\u001b[2Jred\\u0007%n".formatted());
      assertThat(run.err()).isEqualTo("Goodbye failed: ABORTED: \\u001b[31mred%n".formatted());
    }
  }

  @Test
  void headers_reachTheServer() {
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("pod-1"))) {
      Cli run = run(server, "-H", "X-Trace: a:b ", "-H", "x-trace:c", "--header", "Raw-BIN:AP8=");

      assertThat(run.err()).isEmpty();
      assertThat(server.requests())
          .hasSize(2)
          .allSatisfy(
              metadata -> {
                assertThat(
                        metadata.getAll(
                            Metadata.Key.of("x-trace", Metadata.ASCII_STRING_MARSHALLER)))
                    .containsExactly("a:b", "c");
                assertThat(
                        metadata.get(Metadata.Key.of("raw-bin", Metadata.BINARY_BYTE_MARSHALLER)))
                    .containsExactly(0, 0xff);
              });
    }
  }

  @Test
  void authority_replacesTheTargetsHost() {
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("pod-1"))) {
      assertThat(run(server).exitCode()).isZero();
      assertThat(run(server, "--authority", "greeter.example.com").exitCode()).isZero();
      assertThat(server.authorities())
          .containsExactly(
              server.target(), server.target(), "greeter.example.com", "greeter.example.com");
    }
  }

  @Test
  void roundRobin_answersToo() {
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("pod-1"))) {
      assertThat(run(server, "--lb", "round_robin", "--plaintext").exitCode()).isZero();
    }
  }

  private static Cli run(GreetingServer server, String... args) {
    return Cli.run(
        Stream.of(new String[] {server.target()}, args, PATIENTLY)
            .flatMap(Arrays::stream)
            .toArray(String[]::new));
  }

  private static String throwing(Status status) {
    throw status.asRuntimeException();
  }
}
