package greeter.client.load;

import greeter.client.calls.Origin;
import greeter.client.calls.Outcome.Failed;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.io.InputStream;
import java.util.Optional;

/** One call, from its start to its place in the record; all that is made for it but gRPC's own. */
final class LoadCall extends ClientCall.Listener<InputStream> {
  /** Is told when a call has ended. */
  interface Ended {
    /**
     * The call has ended, and is in the record.
     *
     * @param carried whether it has been on a connection
     */
    void ended(boolean carried);
  }

  /**
   * Of a call that nobody waits for any more: somebody interrupted, or gRPC forgot its deadline.
   */
  private static final Status UNANSWERED =
      Status.CANCELLED.withDescription(
          "no answer by the end of the run, where this client ended it");

  private final Lane lane;
  private final int number;
  private final Work work;
  private final long due;
  private final long sent;
  private final ClientCall<byte[], InputStream> call;
  private final Ended listener;
  private String pod;
  private boolean byMetadata;
  private int replies;

  private LoadCall(Lane lane, int number, Work work, long due, long sent, Ended listener) {
    this.lane = lane;
    this.number = number;
    this.work = work;
    this.due = due;
    this.sent = sent;
    this.listener = listener;
    this.call = lane.channel().newCall(work.method(), lane.options(number));
  }

  /**
   * Sends a call.
   *
   * @param number of the work
   * @param due before the start of the run (negative): of the warm-up
   */
  static void send(Lane lane, int number, Work work, long due, long sent, Ended listener) {
    new LoadCall(lane, number, work, due, sent, listener).start();
  }

  private void start() {
    call.start(this, new Metadata());
    call.request(work.method().getType() == MethodType.UNARY ? 2 : Integer.MAX_VALUE);
    if (isConversation()) {
      sendNext();
      return;
    }
    for (byte[] request : work.requests()) {
      call.sendMessage(request);
    }
    call.halfClose();
  }

  /** One request needs no turns: its sender may expect the end before it answers. */
  private boolean isConversation() {
    return work.method().getType() == MethodType.BIDI_STREAMING && work.requests().size() > 1;
  }

  /** The request that is due after so many replies, or the end. */
  private void sendNext() {
    if (replies < work.requests().size()) {
      call.sendMessage(work.requests().get(replies));
    } else if (replies == work.requests().size()) {
      call.halfClose();
    }
  }

  @Override
  public void onHeaders(Metadata headers) {
    pod = work.podFrom().inMetadata(headers).orElse(null);
    byMetadata = pod != null;
  }

  @Override
  public void onMessage(InputStream reply) {
    replies++;
    if (pod == null) {
      pod = work.podIn(reply).orElse("");
    }
    if (isConversation()) {
      sendNext();
    }
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    long now = lane.time().nanos();
    Carrier carrier = call.getAttributes().get(Carrier.KEY);
    Recorder recorder = lane.records().of(due);
    if (status.isOk() && replies > 0) {
      recorder.answered(carrier, number, pod, byMetadata, due, sent, now);
    } else {
      recorder.failed(number, failed(status, trailers), due, now);
    }
    listener.ended(carrier != null);
  }

  private Failed failed(Status status, Metadata trailers) {
    return new Failed(
        status.isOk()
            ? Status.INTERNAL.withDescription("OK without a reply")
            : lane.isClosed() ? UNANSWERED : status,
        work.podFrom()
            .inMetadata(trailers)
            .or(() -> Optional.ofNullable(pod).filter(name -> !name.isEmpty())),
        Origin.of(status, trailers, work.podFrom()));
  }
}
