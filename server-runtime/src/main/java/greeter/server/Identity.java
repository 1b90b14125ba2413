package greeter.server;

import greeter.api.Wire;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/**
 * Names the pod in the initial metadata of every response, and again in the trailers of every one
 * that is not OK: a proxy may have replaced either, and a status without the name is not ours.
 */
final class Identity implements ServerInterceptor {
  private final String pod;

  Identity(String pod) {
    this.pod = pod;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata request, ServerCallHandler<Q, A> next) {
    return next.startCall(
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void sendHeaders(Metadata headers) {
            headers.put(Wire.HOSTNAME, pod);
            super.sendHeaders(headers);
          }

          @Override
          public void close(Status status, Metadata trailers) {
            if (!status.isOk()) {
              trailers.put(Wire.HOSTNAME, pod);
            }
            super.close(status, trailers);
          }
        },
        request);
  }
}
