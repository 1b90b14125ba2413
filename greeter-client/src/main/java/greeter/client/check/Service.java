package greeter.client.check;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import greeter.api.GoodbyeGrpc;
import greeter.api.HelloGrpc;
import greeter.client.calls.Greeting;
import greeter.client.calls.LiveCall;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A service that can be checked, with a method of each kind.
 *
 * @param greeting its unary method, and the request for all three
 */
record Service<Q extends Message, A>(
    Greeting<Q, A> greeting, MethodDescriptor<Q, A> serverStream, MethodDescriptor<Q, A> bidi) {

  /** A field that no message of the services has: servers read past it. */
  private static final int PADDING_FIELD = 15;

  static final List<Service<?, ?>> ALL =
      List.of(
          new Service<>(
              Greeting.hello("check", ""),
              HelloGrpc.getSayHelloStreamReplyMethod(),
              HelloGrpc.getSayHelloBidiStreamMethod()),
          new Service<>(
              Greeting.goodbye("check"),
              GoodbyeGrpc.getSayGoodbyeStreamReplyMethod(),
              GoodbyeGrpc.getSayGoodbyeBidiStreamMethod()));

  String name() {
    return greeting.service();
  }

  Q request() {
    return greeting.request();
  }

  /** Calls the unary method with nothing but the request. */
  LiveCall<Q, A> call(Channel channel, Duration deadline) {
    return ask(channel, new Metadata(), deadline);
  }

  /** Calls the unary method. */
  LiveCall<Q, A> ask(Channel channel, Metadata metadata, Duration deadline) {
    return ask(channel, request(), metadata, deadline);
  }

  /** Calls the unary method with a request that is so many bytes larger. */
  LiveCall<Q, A> askPadded(Channel channel, int bytes, Duration deadline) {
    return ask(channel, padded(bytes), new Metadata(), deadline);
  }

  private LiveCall<Q, A> ask(Channel channel, Q message, Metadata metadata, Duration deadline) {
    LiveCall<Q, A> call =
        LiveCall.start(channel, greeting.method(), metadata, Optional.of(deadline));
    call.send(message);
    call.halfClose();
    return call;
  }

  /** Opens a bidirectional stream with its first request; it takes more. */
  LiveCall<Q, A> converse(Channel channel, Duration deadline) {
    LiveCall<Q, A> call = LiveCall.start(channel, bidi, new Metadata(), Optional.of(deadline));
    call.send(request());
    return call;
  }

  /** A stream of replies to one request. */
  LiveCall<Q, A> listen(Channel channel, Metadata metadata, Duration deadline) {
    LiveCall<Q, A> call = LiveCall.start(channel, serverStream, metadata, Optional.of(deadline));
    call.send(request());
    call.halfClose();
    return call;
  }

  /** A request that the services refuse by themselves: the name is empty. */
  @SuppressWarnings("unchecked") // a message's default instance is of its class
  Q invalid() {
    return (Q) request().getDefaultInstanceForType();
  }

  /** The request with so many bytes more than it has. */
  @SuppressWarnings("unchecked") // a builder builds what it was made from
  Q padded(int bytes) {
    return (Q)
        request().toBuilder()
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(
                        PADDING_FIELD,
                        UnknownFieldSet.Field.newBuilder()
                            .addLengthDelimited(ByteString.copyFrom(new byte[bytes]))
                            .build())
                    .build())
            .build();
  }
}
