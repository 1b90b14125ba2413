package greeter.goodbye;

import greeter.api.GoodbyeGrpc;
import greeter.api.GoodbyeReply;
import greeter.api.GoodbyeRequest;
import greeter.api.Wire;
import greeter.server.Conversation;
import greeter.server.RepeatedReply;
import greeter.server.Text;
import io.grpc.stub.StreamObserver;
import java.util.random.RandomGenerator;

/** Takes leave, with a saying. The sayings are in memory, so this runs on the event loop. */
final class GoodbyeService extends GoodbyeGrpc.GoodbyeImplBase {
  private static final int REPLIES_OF_A_STREAM = 5;

  private final String pod;
  private final Sayings sayings;
  private final RandomGenerator random;

  GoodbyeService(String pod, Sayings sayings, RandomGenerator random) {
    this.pod = pod;
    this.sayings = sayings;
    this.random = random;
  }

  @Override
  public void sayGoodbye(GoodbyeRequest request, StreamObserver<GoodbyeReply> replies) {
    replies.onNext(reply(request));
    replies.onCompleted();
  }

  @Override
  public void sayGoodbyeStreamReply(GoodbyeRequest request, StreamObserver<GoodbyeReply> replies) {
    RepeatedReply.send(reply(request), REPLIES_OF_A_STREAM, replies);
  }

  @Override
  public StreamObserver<GoodbyeRequest> sayGoodbyeBidiStream(StreamObserver<GoodbyeReply> replies) {
    return Conversation.begin(replies, this::reply);
  }

  private GoodbyeReply reply(GoodbyeRequest request) {
    String name = Text.checked("name", request.getName(), 1, 256);
    String text = Wire.goodbyeText(name, pod, sayings.pick(random));
    return GoodbyeReply.newBuilder().setMessage(text).build();
  }
}
