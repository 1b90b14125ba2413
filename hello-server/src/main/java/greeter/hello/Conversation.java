package greeter.hello;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.Function;

/** One reply for each request, in order; one request at a time is on its way to here. */
final class Conversation<Q, A> implements StreamObserver<Q> {
  private final ServerCallStreamObserver<A> call;
  private final Function<Q, A> reply;
  private boolean requested;

  Conversation(ServerCallStreamObserver<A> call, Function<Q, A> reply) {
    this.call = call;
    this.reply = reply;
  }

  /** Asks for the next request, if none is on its way and there is room for its reply. */
  void requestIfIdle() {
    if (!requested && call.isReady()) {
      requested = true;
      call.request(1);
    }
  }

  @Override
  public void onNext(Q request) {
    requested = false;
    call.onNext(reply.apply(request));
    requestIfIdle();
  }

  @Override
  public void onCompleted() {
    call.onCompleted();
  }

  @Override
  public void onError(Throwable cancelled) {
    // The caller is gone, and so is the call: nobody is left to answer.
  }
}
