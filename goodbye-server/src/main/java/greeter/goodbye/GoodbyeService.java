package greeter.goodbye;

import greeter.api.GoodbyeGrpc;
import greeter.api.GoodbyeReply;
import greeter.api.GoodbyeRequest;
import greeter.api.Wire;
import greeter.server.Text;
import io.grpc.stub.StreamObserver;
import java.util.random.RandomGenerator;

/** Takes leave, with a saying. The sayings are in memory, so this runs on the event loop. */
final class GoodbyeService extends GoodbyeGrpc.GoodbyeImplBase {
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
    String name = Text.checked("name", request.getName(), 1, 256);
    String text = Wire.goodbyeText(name, pod, sayings.pick(random));
    replies.onNext(GoodbyeReply.newBuilder().setMessage(text).build());
    replies.onCompleted();
  }
}
