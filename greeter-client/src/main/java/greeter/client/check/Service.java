package greeter.client.check;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import greeter.api.GoodbyeGrpc;
import greeter.api.HelloGrpc;
import greeter.client.calls.Greeting;
import io.grpc.MethodDescriptor;
import java.util.List;

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
