package greeter.server;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.Function;

/** One reply for each request, in order; one request at a time is on its way to here. */
public final class Conversation<Q, A> implements StreamObserver<Q> {
  private final ServerCallStreamObserver<A> call;
  private final Function<Q, A> reply;
  private boolean requested;

  private Conversation(ServerCallStreamObserver<A> call, Function<Q, A> reply) {
    this.call = call;
    this.reply = reply;
  }

  /**
   * Begins it; to be called by the method's handler, whose result it is.
   *
   * @param replies as the handler has it
   * @param reply to one request; what it throws ends the call
   */
  public static <Q, A> StreamObserver<Q> begin(StreamObserver<A> replies, Function<Q, A> reply) {
    ServerCallStreamObserver<A> call = (ServerCallStreamObserver<A>) replies;
    Conversation<Q, A> conversation = new Conversation<>(call, reply);
    // The next request is asked for when its reply has room: who does not read is not read from.
    call.disableAutoRequest();
    call.setOnReadyHandler(conversation::requestIfIdle);
    return conversation;
  }

  /** Asks for the next request, if none is on its way and there is room for its reply. */
  private void requestIfIdle() {
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
