package greeter.server;

import greeter.api.Wire;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/**
 * Answers UNIMPLEMENTED to methods that nobody serves. grpc-java would do so by itself, but before
 * any interceptor: its answer would not name the pod.
 */
final class UnknownMethods extends HandlerRegistry {
  private static final MethodDescriptor.Marshaller<InputStream> UNREAD =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(InputStream value) {
          return value;
        }

        @Override
        public InputStream parse(InputStream stream) {
          return new ByteArrayInputStream(new byte[0]);
        }
      };

  @Override
  public ServerMethodDefinition<?, ?> lookupMethod(String method, String authority) {
    MethodDescriptor<InputStream, InputStream> descriptor =
        MethodDescriptor.newBuilder(UNREAD, UNREAD)
            .setType(MethodType.UNKNOWN)
            .setFullMethodName(method)
            .build();
    return ServerMethodDefinition.create(
        descriptor,
        (call, headers) -> {
          call.close(
              Status.UNIMPLEMENTED.withDescription("Method not found: " + Wire.printable(method)),
              new Metadata());
          return new ServerCall.Listener<>() {};
        });
  }
}
