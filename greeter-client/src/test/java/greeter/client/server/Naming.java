package greeter.client.server;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.function.Supplier;

/** Names the pod in the headers, and in the trailers of failures; null names none. */
record Naming(Metadata.Key<String> key, Supplier<String> pods) implements ServerInterceptor {
  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String pod = pods.get();
    return pod == null ? next.startCall(call, headers) : next.startCall(named(call, pod), headers);
  }

  private <Q, A> ServerCall<Q, A> named(ServerCall<Q, A> call, String pod) {
    return new SimpleForwardingServerCall<>(call) {
      @Override
      public void sendHeaders(Metadata headers) {
        headers.put(key, pod);
        super.sendHeaders(headers);
      }

      @Override
      public void close(Status status, Metadata trailers) {
        if (!status.isOk()) {
          trailers.put(key, pod);
        }
        super.close(status, trailers);
      }
    };
  }
}
