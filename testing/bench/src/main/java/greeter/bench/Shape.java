package greeter.bench;

import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import io.grpc.MethodDescriptor;

/**
 * How a server is called.
 *
 * @param streams calls at once on each connection
 * @param method of Hello
 * @param replies to a call
 */
record Shape(int connections, int streams, String method, int replies) {
  /** Few connections with many calls each, as a proxy's are. */
  static final Shape FEW_CONNECTIONS = new Shape(8, 50, "SayHello", 1);

  /** Many connections with few calls each, as clients' own are. */
  static final Shape MANY_CONNECTIONS = new Shape(100, 10, "SayHello", 1);

  static final Shape ONE = new Shape(1, 1, "SayHello", 1);

  static final Shape STREAMS = new Shape(8, 50, "SayHelloStreamReply", 5);

  MethodDescriptor<HelloRequest, HelloReply> descriptor() {
    return replies == 1 ? HelloGrpc.getSayHelloMethod() : HelloGrpc.getSayHelloStreamReplyMethod();
  }

  /** Calls at once. */
  int callers() {
    return connections * streams;
  }

  @Override
  public String toString() {
    return "%s, %d × %d".formatted(method, connections, streams);
  }
}
