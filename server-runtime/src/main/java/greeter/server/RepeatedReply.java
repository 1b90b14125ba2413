package greeter.server;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** The same reply several times, as fast as the caller reads; then OK. */
public final class RepeatedReply {
  private RepeatedReply() {}

  /**
   * Begins to send; to be called by the method's handler.
   *
   * @param times 1 or more
   * @param replies as the handler has it
   */
  public static <A> void send(A reply, int times, StreamObserver<A> replies) {
    ServerCallStreamObserver<A> call = (ServerCallStreamObserver<A>) replies;
    // Sends while the caller reads: onReady comes again each time that there is room.
    call.setOnReadyHandler(
        new Runnable() {
          private int left = times;

          @Override
          public void run() {
            while (left > 0 && call.isReady()) {
              left--;
              call.onNext(reply);
              if (left == 0) {
                call.onCompleted();
              }
            }
          }
        });
  }
}
