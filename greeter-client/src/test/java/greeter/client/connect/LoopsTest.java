package greeter.client.connect;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.GatheredWrites;
import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls over connections that gather their writes: nothing is late, lost or out of order. */
@Timeout(60)
class LoopsTest {
  private static final String LARGE = "x".repeat(10_000);

  private final Loops loops = Loops.ofOneThread(1);
  private final List<ManagedChannel> channels = new ArrayList<>();
  private Server server;

  /** Says each name again; no call of "nobody" is answered. */
  private static final class Echo extends HelloGrpc.HelloImplBase {
    @Override
    public void sayHello(HelloRequest request, StreamObserver<HelloReply> replies) {
      if (!request.getName().equals("nobody")) {
        replies.onNext(again(request));
        replies.onCompleted();
      }
    }

    @Override
    public void sayHelloStreamReply(HelloRequest request, StreamObserver<HelloReply> replies) {
      for (int i = 0; i < 100; i++) {
        replies.onNext(again(request));
      }
      replies.onCompleted();
    }

    @Override
    public StreamObserver<HelloRequest> sayHelloBidiStream(StreamObserver<HelloReply> replies) {
      return new StreamObserver<>() {
        @Override
        public void onNext(HelloRequest request) {
          replies.onNext(again(request));
        }

        @Override
        public void onError(Throwable cancelled) {
          // Nobody is there to be told.
        }

        @Override
        public void onCompleted() {
          replies.onCompleted();
        }
      };
    }

    private static HelloReply again(HelloRequest request) {
      return HelloReply.newBuilder().setMessage(request.getName()).build();
    }
  }

  /** What came of a call. */
  private static final class Outcome extends ClientCall.Listener<HelloReply> {
    private final List<String> replies = new ArrayList<>();
    private final CompletableFuture<Status.Code> end = new CompletableFuture<>();

    @Override
    public void onMessage(HelloReply reply) {
      replies.add(reply.getMessage());
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      end.complete(status.getCode());
    }

    Status.Code end() throws Exception {
      return end.get(10, TimeUnit.SECONDS);
    }
  }

  @BeforeEach
  void start() throws Exception {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .directExecutor()
            .addService(new Echo())
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    channels.forEach(ManagedChannel::shutdownNow);
    server.shutdownNow();
    loops.close();
  }

  private ManagedChannel channelTo(int port) {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .usePlaintext();
    loops.use(0, Target.parse("127.0.0.1:" + port, port), builder);
    ManagedChannel channel = builder.build();
    channels.add(channel);
    return channel;
  }

  private static ClientCall<HelloRequest, HelloReply> begin(
      ManagedChannel channel,
      MethodDescriptor<HelloRequest, HelloReply> method,
      CallOptions options,
      Outcome outcome) {
    ClientCall<HelloRequest, HelloReply> call = channel.newCall(method, options);
    call.start(outcome, new Metadata());
    call.request(Integer.MAX_VALUE);
    return call;
  }

  private static HelloRequest named(String name) {
    return HelloRequest.newBuilder().setName(name).build();
  }

  @Test
  void connection_gathersItsWritesBeforeAnythingElse() {
    assertThat(Loops.connection().pipeline().first()).isInstanceOf(GatheredWrites.class);
  }

  @Test
  void callsOfABatch_someCancelledAndSomePastTheirDeadline_othersAreAnswered() throws Exception {
    ManagedChannel channel = channelTo(server.getPort());
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Outcome outcome = new Outcome();
      outcomes.add(outcome);
      CallOptions options =
          i % 3 == 1
              ? CallOptions.DEFAULT.withDeadlineAfter(200, TimeUnit.MILLISECONDS)
              : CallOptions.DEFAULT;
      ClientCall<HelloRequest, HelloReply> call =
          begin(channel, HelloGrpc.getSayHelloMethod(), options, outcome);
      call.sendMessage(named(i % 3 == 0 ? "call " + i : "nobody"));
      call.halfClose();
      if (i % 3 == 2) {
        call.cancel("the test has seen enough", null);
      }
    }

    for (int i = 0; i < outcomes.size(); i++) {
      Status.Code expected =
          List.of(Status.Code.OK, Status.Code.DEADLINE_EXCEEDED, Status.Code.CANCELLED).get(i % 3);
      assertThat(outcomes.get(i).end()).as("call %d", i).isEqualTo(expected);
      assertThat(outcomes.get(i).replies).isEqualTo(i % 3 == 0 ? List.of("call " + i) : List.of());
    }
  }

  /** More of them than the server's window of 1 MiB holds. */
  @Test
  void stream_ofLargeAndOfSmallRequests_isInOrder() throws Exception {
    Outcome outcome = new Outcome();
    ClientCall<HelloRequest, HelloReply> call =
        begin(
            channelTo(server.getPort()),
            HelloGrpc.getSayHelloBidiStreamMethod(),
            CallOptions.DEFAULT,
            outcome);
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      String name = i % 2 == 0 ? i + LARGE : "small " + i;
      sent.add(name);
      call.sendMessage(named(name));
    }
    call.halfClose();

    assertThat(outcome.end()).isEqualTo(Status.Code.OK);
    assertThat(outcome.replies).isEqualTo(sent);
  }

  /** As any client of gRPC sees it; UNKNOWN would be nobody's fault. */
  @Test
  void connectionThatIsCutAmongReplies_endsItsCallsAsUnavailable() throws Exception {
    try (Cut cut = new Cut(server.getPort(), 50_000)) {
      ManagedChannel channel = channelTo(cut.port());
      List<Outcome> outcomes = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        Outcome outcome = new Outcome();
        outcomes.add(outcome);
        ClientCall<HelloRequest, HelloReply> call =
            begin(
                channel,
                HelloGrpc.getSayHelloStreamReplyMethod(),
                CallOptions.DEFAULT.withWaitForReady(),
                outcome);
        call.sendMessage(named(LARGE));
        call.halfClose();
      }

      for (Outcome outcome : outcomes) {
        assertThat(outcome.end()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(outcome.replies).hasSizeLessThan(100).allMatch(LARGE::equals);
      }
    }
  }

  /** Passes one connection on, until so many bytes of a server's have gone by. */
  private static final class Cut implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

    Cut(int serverPort, int bytes) throws IOException {
      spawn(
          () -> {
            try (Socket client = door.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
              spawn(() -> copy(client, server, Integer.MAX_VALUE));
              copy(server, client, bytes);
            }
          });
    }

    int port() {
      return door.getLocalPort();
    }

    private static void copy(Socket from, Socket to, int bytes) throws IOException {
      InputStream in = from.getInputStream();
      byte[] buffer = new byte[1_000];
      int left = bytes;
      for (int n = in.read(buffer); n > 0 && left > 0; n = in.read(buffer)) {
        to.getOutputStream().write(buffer, 0, n);
        left -= n;
      }
    }

    private interface Task {
      void run() throws IOException;
    }

    private static void spawn(Task task) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  task.run();
                } catch (IOException ended) {
                  // One side has closed; so does the other.
                }
              });
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    public void close() throws IOException {
      door.close();
    }
  }
}
