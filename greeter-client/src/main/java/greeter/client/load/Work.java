package greeter.client.load;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A method that is called, and what with. Its messages are bytes, made once. */
public final class Work {
  /** Replies stay unread, unless somebody asks for the pod that stands in them. */
  private static final MethodDescriptor.Marshaller<InputStream> UNREAD =
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

  private static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] message) {
          return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream message) {
          throw new UnsupportedOperationException();
        }
      };

  /** Finds a pod's name in a reply. */
  public interface PodInText {
    Optional<String> podIn(byte[] reply);
  }

  private final String service;
  private final MethodDescriptor<byte[], InputStream> method;
  private final byte[] request;
  private final int messages;
  private final PodInText pod;

  /**
   * A method.
   *
   * @param service its name as the user reads it; calls with the same name are counted together
   * @param fullName of the method, as {@code helloworld.Hello/SayHello}
   * @param messages how often the request is sent on one call: more than once only where the method
   *     streams requests; where it streams replies too, each waits for the reply to the last
   * @param pod asked about the first reply, if metadata names no pod
   */
  public Work(
      String service,
      MethodType type,
      String fullName,
      byte[] request,
      int messages,
      PodInText pod) {
    this.service = service;
    this.method =
        MethodDescriptor.newBuilder(BYTES, UNREAD)
            .setType(type)
            .setFullMethodName(fullName)
            .setSampledToLocalTracing(false)
            .build();
    this.request = request.clone();
    this.messages = messages;
    this.pod = pod;
  }

  String service() {
    return service;
  }

  MethodDescriptor<byte[], InputStream> method() {
    return method;
  }

  /** Not a copy: gRPC only reads it. */
  byte[] request() {
    return request;
  }

  int messages() {
    return messages;
  }

  /** The pod that stands in a reply; empty if none does. */
  Optional<String> podIn(InputStream reply) {
    try {
      return pod.podIn(reply.readAllBytes());
    } catch (IOException e) {
      return Optional.empty(); // what is read has been received
    }
  }
}
