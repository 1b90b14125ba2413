package greeter.server;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import java.io.InputStream;

/**
 * Has requests parsed behind the interceptors. grpc-java parses before them, so it would answer a
 * message that does not parse by itself: with UNKNOWN, and without the pod's name. Behind them the
 * marshaller's own INTERNAL stands, which gRPC's list of status codes asks for here.
 */
final class RequestParsing {
  /** Hands a message on as it is; it is parsed while the listener has it, before it is closed. */
  private static final MethodDescriptor.Marshaller<InputStream> AS_IT_IS =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(InputStream message) {
          return message;
        }

        @Override
        public InputStream parse(InputStream message) {
          return message;
        }
      };

  private RequestParsing() {}

  static ServerServiceDefinition behindInterceptors(BindableService service) {
    return ServerInterceptors.useMarshalledMessages(service.bindService(), AS_IT_IS);
  }
}
