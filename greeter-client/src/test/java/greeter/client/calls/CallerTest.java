package greeter.client.calls;

import static greeter.client.server.GreetingServer.hello;
import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import greeter.api.Wire;
import greeter.client.calls.Outcome.Failed;
import greeter.client.calls.Outcome.Served;
import greeter.client.connect.Connector;
import greeter.client.connect.Target;
import greeter.client.server.GreetingServer;
import greeter.client.server.RawServer;
import greeter.client.server.RawServer.Ending;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ClientStreamTracer;
import io.grpc.ClientStreamTracer.StreamInfo;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CallerTest {
  /** By a connection from this machine, whose port is anybody's guess. */
  private static void assertServed(
      Outcome outcome, String text, Optional<String> pod, boolean byMetadata) {
    Served served = (Served) outcome;
    assertThat(served.connection()).isPresent();
    assertThat(served).isEqualTo(new Served(text, pod, byMetadata, served.connection()));
  }

  private final Caller caller = new Caller(Duration.ofSeconds(10));

  @Test
  void send_podInMetadata_outranksTheText() throws Exception {
    try (GreetingServer server =
        GreetingServer.named(
            () -> "by-metadata", hello(q -> Wire.helloText("a", "1", "by-text")))) {
      assertServed(
          send(server.target()),
          "Hello I'm a. 1 years old. At by-text",
          Optional.of("by-metadata"),
          true);
    }
  }

  @Test
  void send_noMetadata_readsThePodInTheText() throws Exception {
    try (GreetingServer server =
        GreetingServer.unnamed(hello(q -> Wire.helloText(q.getName(), q.getAge(), "by-text")))) {
      assertServed(
          send(server.target()),
          "Hello I'm Ann. 30 years old. At by-text",
          Optional.of("by-text"),
          false);
    }
  }

  @Test
  void send_neither_isServedByNobodyKnown() throws Exception {
    try (GreetingServer server = GreetingServer.unnamed(hello(q -> "Hi"))) {
      assertServed(send(server.target()), "Hi", Optional.empty(), false);
    }
  }

  @Test
  void send_podRefuses_isTheAppsFailure() throws Exception {
    try (GreetingServer server =
        GreetingServer.named(() -> "hello-1", hello(q -> throwing(Status.INVALID_ARGUMENT)))) {
      Failed failed = (Failed) send(server.target());

      assertThat(failed.status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(failed.servedBy()).contains("hello-1");
      assertThat(failed.origin()).isEqualTo(Origin.APP);
    }
  }

  @Test
  void send_refusedWithoutAName_isUnsigned() throws Exception {
    try (GreetingServer server = GreetingServer.unnamed(hello(q -> throwing(Status.UNAVAILABLE)))) {
      Failed failed = (Failed) send(server.target());

      assertThat(failed.servedBy()).isEmpty();
      assertThat(failed.origin()).isEqualTo(Origin.UNSIGNED);
    }
  }

  @Test
  void send_cutAfterTheHeaders_wasBeingServedByThePodInThem() throws Exception {
    ServerServiceDefinition service =
        ServerServiceDefinition.builder(HelloGrpc.SERVICE_NAME)
            .addMethod(
                HelloGrpc.getSayHelloMethod(),
                (call, headers) -> {
                  Metadata named = new Metadata();
                  named.put(Wire.HOSTNAME, "hello-1");
                  call.sendHeaders(named);
                  call.close(Status.UNAVAILABLE, new Metadata());
                  return new ServerCall.Listener<>() {};
                })
            .build();
    try (GreetingServer server = GreetingServer.unnamed(() -> service)) {
      assertThat(((Failed) send(server.target())).servedBy()).contains("hello-1");
    }
  }

  @Test
  void send_nobodyAnswersInTime_isTheOwnDeadline() throws Exception {
    try (GreetingServer server =
        GreetingServer.named(
            () -> "hello-1",
            new HelloGrpc.HelloImplBase() {
              @Override
              public void sayHello(HelloRequest request, StreamObserver<HelloReply> out) {
                // never answers
              }
            })) {
      Failed failed = (Failed) send(server.target(), new Caller(Duration.ofMillis(300)));

      assertThat(failed.status().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      assertThat(failed.origin()).isEqualTo(Origin.UNKNOWN);
    }
  }

  @Test
  void send_okWithoutAReply_isAFailure() throws Exception {
    // Declared as a stream: a server of unary methods does not let it happen.
    MethodDescriptor<HelloRequest, HelloReply> stream =
        HelloGrpc.getSayHelloMethod().toBuilder().setType(MethodType.SERVER_STREAMING).build();
    ServerServiceDefinition service =
        ServerServiceDefinition.builder(HelloGrpc.SERVICE_NAME)
            .addMethod(
                stream,
                (call, headers) -> {
                  call.sendHeaders(new Metadata());
                  call.close(Status.OK, new Metadata());
                  return new ServerCall.Listener<>() {};
                })
            .build();
    try (GreetingServer server = GreetingServer.unnamed(() -> service)) {
      assertThat(((Failed) send(server.target())).reason())
          .isEqualTo("INTERNAL: OK without a reply");
    }
  }

  @Test
  void send_htmlInPlaceOfAStatus_isNotGrpc() throws Exception {
    try (RawServer proxy = RawServer.always(Ending.BAD_GATEWAY)) {
      Failed failed = (Failed) send(proxy.target());

      assertThat(failed.reason()).startsWith("UNAVAILABLE: HTTP status code 502");
      assertThat(failed.origin()).isEqualTo(Origin.NOT_GRPC);
    }
  }

  @Test
  void send_connectionEndsWithoutAWord_isTheNetworks() throws Exception {
    try (RawServer server = RawServer.always(Ending.SILENT)) {
      Failed failed = (Failed) send(server.target());

      assertThat(failed.reason()).isEqualTo("UNAVAILABLE: Network closed for unknown reason");
      assertThat(failed.origin()).isEqualTo(Origin.CONNECTION);
    }
  }

  @Test
  void replayed_callThatNoServerSaw_isSentAgainAndCounted() throws Exception {
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("pod"));
        RawServer door = RawServer.once(Ending.GOAWAY, server.port())) {
      assertThat(send(door.target())).isInstanceOf(Served.class);
      assertThat(caller.replayed()).isEqualTo(1);
    }
  }

  /** As if the connection that gRPC picks for it were ending, too: which it is by chance alone. */
  @Test
  void replayed_callThatIsSentAgainTwice_countsOnce() throws Exception {
    StreamInfo again = StreamInfo.newBuilder().setIsTransparentRetry(true).build();
    ClientInterceptor sendAgain =
        new ClientInterceptor() {
          @Override
          public <Q, A> ClientCall<Q, A> interceptCall(
              MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            for (ClientStreamTracer.Factory factory : options.getStreamTracerFactories()) {
              factory.newClientStreamTracer(again, new Metadata());
              factory.newClientStreamTracer(again, new Metadata());
            }
            return next.newCall(method, options);
          }
        };
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("pod"))) {
      ManagedChannel channel = connect(server.target());
      try {
        Channel impatient = ClientInterceptors.intercept(channel, sendAgain);
        for (int i = 0; i < 3; i++) {
          assertThat(answer(caller, impatient)).isInstanceOf(Served.class);
        }
      } finally {
        channel.shutdownNow();
      }
      assertThat(caller.replayed()).isEqualTo(3);
    }
  }

  @Test
  void replayed_callThatCameThrough_isNotCounted() throws Exception {
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("pod"))) {
      assertThat(send(server.target())).isInstanceOf(Served.class);
      assertThat(caller.replayed()).isZero();
    }
  }

  private static String throwing(Status status) {
    throw status.asRuntimeException();
  }

  private Outcome send(String target) throws Exception {
    return send(target, caller);
  }

  private static Outcome send(String target, Caller caller) throws Exception {
    ManagedChannel channel = connect(target);
    try {
      return answer(caller, channel);
    } finally {
      channel.shutdownNow();
    }
  }

  private static Outcome answer(Caller caller, Channel channel) throws Exception {
    return caller.send(channel, Greeting.hello("Ann", "30")).get(20, TimeUnit.SECONDS);
  }

  private static ManagedChannel connect(String target) {
    return new Connector(
            Target.parse(target, 80),
            Optional.empty(),
            Optional.empty(),
            "pick_first",
            new Metadata())
        .connect();
  }
}
