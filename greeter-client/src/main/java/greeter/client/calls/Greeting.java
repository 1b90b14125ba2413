package greeter.client.calls;

import greeter.api.GoodbyeGrpc;
import greeter.api.GoodbyeReply;
import greeter.api.GoodbyeRequest;
import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import io.grpc.MethodDescriptor;
import java.util.function.Function;

/**
 * One unary method, the request that is sent to it, and how its answers name their pod.
 *
 * @param service its name as the user reads it
 * @param text the reply's text
 */
public record Greeting<Q, A>(
    String service,
    MethodDescriptor<Q, A> method,
    Q request,
    Function<A, String> text,
    PodFrom<A> podFrom) {

  public static Greeting<HelloRequest, HelloReply> hello(String name, String age) {
    return new Greeting<>(
        "Hello",
        HelloGrpc.getSayHelloMethod(),
        HelloRequest.newBuilder().setName(name).setAge(age).build(),
        HelloReply::getMessage,
        PodFrom.greeting(HelloReply::getMessage));
  }

  public static Greeting<GoodbyeRequest, GoodbyeReply> goodbye(String name) {
    return new Greeting<>(
        "Goodbye",
        GoodbyeGrpc.getSayGoodbyeMethod(),
        GoodbyeRequest.newBuilder().setName(name).build(),
        GoodbyeReply::getMessage,
        PodFrom.greeting(GoodbyeReply::getMessage));
  }
}
