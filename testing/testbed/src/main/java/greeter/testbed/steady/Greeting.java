package greeter.testbed.steady;

import greeter.api.GoodbyeGrpc;
import greeter.api.GoodbyeReply;
import greeter.api.GoodbyeRequest;
import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import io.grpc.MethodDescriptor;

/** One unary method, and the request that is sent to it. */
record Greeting<Q, A>(String service, MethodDescriptor<Q, A> method, Q request) {
  static final Greeting<HelloRequest, HelloReply> HELLO =
      new Greeting<>(
          "Hello",
          HelloGrpc.getSayHelloMethod(),
          HelloRequest.newBuilder().setName("Ann").setAge("30").build());

  static final Greeting<GoodbyeRequest, GoodbyeReply> GOODBYE =
      new Greeting<>(
          "Goodbye",
          GoodbyeGrpc.getSayGoodbyeMethod(),
          GoodbyeRequest.newBuilder().setName("Ann").build());
}
