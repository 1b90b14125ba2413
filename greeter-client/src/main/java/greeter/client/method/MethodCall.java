package greeter.client.method;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import greeter.client.calls.Bytes;
import greeter.client.calls.Greeting;
import greeter.client.calls.PodFrom;
import io.grpc.MethodDescriptor.MethodType;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A method, and what is sent to it.
 *
 * @param method its messages are bytes, made once, since a run sends the same ones many times
 * @param requests one; for a stream of requests any number
 * @param podFrom how its answers name their pod
 */
public record MethodCall(
    io.grpc.MethodDescriptor<byte[], byte[]> method,
    List<byte[]> requests,
    PodFrom<byte[]> podFrom) {
  private static final String OPTION = "--method";

  public MethodCall {
    requests = List.copyOf(requests);
  }

  /**
   * Finds a method.
   *
   * @param data JSON of its request; an array of them, if it takes a stream
   * @throws Mistake if there is no such method, or the data or the pod's field do not fit it
   */
  public static MethodCall find(Catalog catalog, MethodName name, String data, PodSource pod)
      throws Mistake, InterruptedException {
    ServiceDescriptor service = catalog.service(name.service()).orElse(null);
    if (service == null) {
      throw new Mistake(OPTION, name.full(), "a method of " + listed(catalog.services()));
    }
    MethodDescriptor method = service.findMethodByName(name.method());
    if (method == null) {
      throw new Mistake(
          OPTION,
          name.full(),
          "a method of %s: %s"
              .formatted(
                  name.service(),
                  service.getMethods().stream()
                      .map(MethodDescriptor::getName)
                      .collect(Collectors.joining(", "))));
    }
    return new MethodCall(
        Bytes.method(typeOf(method), name.full()),
        new Json(method.getInputType()).messages(data, method.isClientStreaming()),
        pod.in(method.getOutputType()));
  }

  /**
   * The same as a unary call.
   *
   * @throws Mistake if it is none
   */
  public Greeting<byte[], byte[]> unary() throws Mistake {
    if (method.getType() != MethodType.UNARY) {
      throw new Mistake(OPTION, method.getFullMethodName(), "a unary method; this one streams");
    }
    return new Greeting<>(method.getServiceName(), method, requests.get(0), reply -> "", podFrom);
  }

  private static MethodType typeOf(MethodDescriptor method) {
    if (method.isClientStreaming()) {
      return method.isServerStreaming() ? MethodType.BIDI_STREAMING : MethodType.CLIENT_STREAMING;
    }
    return method.isServerStreaming() ? MethodType.SERVER_STREAMING : MethodType.UNARY;
  }

  private static String listed(List<String> services) {
    return services.isEmpty() ? "no service: there is none" : String.join(" or ", services);
  }
}
