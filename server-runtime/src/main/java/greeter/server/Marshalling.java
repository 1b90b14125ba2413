package greeter.server;

import greeter.api.MessageBytes;
import io.grpc.BindableService;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Has requests parsed behind the interceptors. grpc-java parses before them, so it would answer a
 * message that does not parse by itself: with UNKNOWN, and without the pod's name. Behind them the
 * marshaller's own INTERNAL stands, which gRPC's list of status codes asks for here.
 *
 * <p>Replies are written in one go: protobuf's way to a stream makes two buffers more for each.
 */
final class Marshalling {
  /** Hands a request on as it is; it is parsed while the listener has it, before it is closed. */
  private static final MethodDescriptor.Marshaller<InputStream> AS_IT_IS =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(InputStream message) {
          return message instanceof KnownLength ? inOneGo(message) : message;
        }

        @Override
        public InputStream parse(InputStream message) {
          return message;
        }
      };

  private Marshalling() {}

  private static InputStream inOneGo(InputStream message) {
    try {
      byte[] bytes = new byte[message.available()];
      var unused = message.readNBytes(bytes, 0, bytes.length);
      return new MessageBytes(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it is in memory
    }
  }

  static ServerServiceDefinition behindInterceptors(BindableService service) {
    return ServerInterceptors.useMarshalledMessages(service.bindService(), AS_IT_IS);
  }
}
