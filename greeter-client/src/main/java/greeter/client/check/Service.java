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
import java.util.function.IntFunction;

/**
 * A service that can be checked.
 *
 * @param greeting its unary method, and the request for all of its methods
 * @param ofOurs what only the services of this project have; empty: it is none of them
 */
record Service<Q, A>(Greeting<Q, A> greeting, Optional<Own<Q, A>> ofOurs) {

  /**
   * What the services of this project have beside a unary method.
   *
   * @param serverStream the same, with a stream of replies
   * @param bidi the same, with a stream of requests and of replies
   * @param invalid a request that they refuse by themselves: the name is empty
   * @param padded the request with so many bytes more than it has
   */
  record Own<Q, A>(
      MethodDescriptor<Q, A> serverStream,
      MethodDescriptor<Q, A> bidi,
      Q invalid,
      IntFunction<Q> padded) {}

  /** A field that no message of the services has: servers read past it. */
  private static final int PADDING_FIELD = 15;

  /** The services of this project. */
  static final List<Service<?, ?>> ALL =
      List.of(
          ours(
              Greeting.hello("check", ""),
              HelloGrpc.getSayHelloStreamReplyMethod(),
              HelloGrpc.getSayHelloBidiStreamMethod()),
          ours(
              Greeting.goodbye("check"),
              GoodbyeGrpc.getSayGoodbyeStreamReplyMethod(),
              GoodbyeGrpc.getSayGoodbyeBidiStreamMethod()));

  /** A service of which this method is known, and no other. */
  static <Q, A> Service<Q, A> foreign(Greeting<Q, A> greeting) {
    return new Service<>(greeting, Optional.empty());
  }

  @SuppressWarnings("unchecked") // a message's default instance is of its class
  private static <Q extends Message, A> Service<Q, A> ours(
      Greeting<Q, A> greeting, MethodDescriptor<Q, A> serverStream, MethodDescriptor<Q, A> bidi) {
    Q request = greeting.request();
    return new Service<>(
        greeting,
        Optional.of(
            new Own<>(
                serverStream,
                bidi,
                (Q) request.getDefaultInstanceForType(),
                bytes -> padded(request, bytes))));
  }

  String name() {
    return greeting.service();
  }

  Q request() {
    return greeting.request();
  }

  /** For checks of codes that need the services of this project. */
  Own<Q, A> own() {
    return ofOurs.orElseThrow();
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
    return ask(channel, own().padded().apply(bytes), new Metadata(), deadline);
  }

  private LiveCall<Q, A> ask(Channel channel, Q message, Metadata metadata, Duration deadline) {
    LiveCall<Q, A> call = start(channel, greeting.method(), metadata, deadline);
    call.send(message);
    call.halfClose();
    return call;
  }

  /** Opens a bidirectional stream with its first request; it takes more. */
  LiveCall<Q, A> converse(Channel channel, Duration deadline) {
    LiveCall<Q, A> call = start(channel, own().bidi(), new Metadata(), deadline);
    call.send(request());
    return call;
  }

  /** A stream of replies to one request. */
  LiveCall<Q, A> listen(Channel channel, Metadata metadata, Duration deadline) {
    LiveCall<Q, A> call = start(channel, own().serverStream(), metadata, deadline);
    call.send(request());
    call.halfClose();
    return call;
  }

  private LiveCall<Q, A> start(
      Channel channel, MethodDescriptor<Q, A> method, Metadata metadata, Duration deadline) {
    return LiveCall.start(channel, method, greeting.podFrom(), metadata, Optional.of(deadline));
  }

  @SuppressWarnings("unchecked") // a builder builds what it was made from
  private static <Q extends Message> Q padded(Q request, int bytes) {
    return (Q)
        request.toBuilder()
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
