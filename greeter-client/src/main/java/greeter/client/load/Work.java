package greeter.client.load;

import greeter.api.MessageBytes;
import greeter.client.calls.PodFrom;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
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
          return new MessageBytes(message);
        }

        @Override
        public byte[] parse(InputStream message) {
          throw new UnsupportedOperationException();
        }
      };

  private final String service;
  private final MethodDescriptor<byte[], InputStream> method;
  private final List<byte[]> requests;
  private final PodFrom<byte[]> podFrom;

  /**
   * A method.
   *
   * @param service its name as the user reads it; calls with the same name are counted together
   * @param fullName of the method, as {@code helloworld.Hello/SayHello}
   * @param requests what one call sends: more or less than one only where the method streams
   *     requests; where it streams replies too, each waits for the reply to the last
   * @param podFrom how its answers name their pod
   */
  public Work(
      String service,
      MethodType type,
      String fullName,
      List<byte[]> requests,
      PodFrom<byte[]> podFrom) {
    this.service = service;
    this.method =
        MethodDescriptor.newBuilder(BYTES, UNREAD)
            .setType(type)
            .setFullMethodName(fullName)
            .setSampledToLocalTracing(false)
            .build();
    this.requests = List.copyOf(requests);
    this.podFrom = podFrom;
  }

  String service() {
    return service;
  }

  MethodDescriptor<byte[], InputStream> method() {
    return method;
  }

  List<byte[]> requests() {
    return requests;
  }

  PodFrom<byte[]> podFrom() {
    return podFrom;
  }

  /** The pod that stands in a reply; empty if none does. */
  Optional<String> podIn(InputStream reply) {
    if (podFrom.inReply().isEmpty()) {
      return Optional.empty();
    }
    try {
      return podFrom.inMessage(reply.readAllBytes());
    } catch (IOException e) {
      return Optional.empty(); // what is read has been received
    }
  }
}
