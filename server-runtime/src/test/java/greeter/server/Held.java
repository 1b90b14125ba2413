package greeter.server;

import static java.util.concurrent.TimeUnit.SECONDS;

import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Calls that the server has, and that the test answers when it wants to. */
final class Held {
  private final BlockingQueue<StreamObserver<HelloReply>> calls = new LinkedBlockingQueue<>();

  OwnHello service() {
    return new OwnHello(
        (HelloRequest request, StreamObserver<HelloReply> replies) -> {
          calls.add(replies);
        });
  }

  /** The next call, when the server has it. */
  StreamObserver<HelloReply> next() throws InterruptedException {
    StreamObserver<HelloReply> next = calls.poll(10, SECONDS);
    if (next == null) {
      throw new AssertionError("no call came");
    }
    return next;
  }
}
