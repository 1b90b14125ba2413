package greeter.client.method;

import greeter.api.GoodbyeGrpc;
import greeter.api.HelloGrpc;
import greeter.client.connect.Connector;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What a target's health service knows of. */
public final class KnownByHealth {
  private KnownByHealth() {}

  /**
   * Whether the target has a health service that knows neither Hello nor Goodbye: NOT_FOUND is what
   * the health checking protocol has for a service that it does not know. A target whose health
   * cannot be asked, as behind an ingress that passes on their paths alone, may have both.
   */
  public static boolean neitherHelloNorGoodbye(Connector connector, Duration deadline)
      throws InterruptedException {
    ManagedChannel channel = connector.connect();
    try {
      boolean neither =
          Stream.of(HelloGrpc.SERVICE_NAME, GoodbyeGrpc.SERVICE_NAME)
              .allMatch(service -> isUnknown(channel, service, deadline));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return neither;
    } finally {
      channel.shutdownNow();
    }
  }

  private static boolean isUnknown(ManagedChannel channel, String service, Duration deadline) {
    try {
      HealthGrpc.newBlockingStub(channel)
          .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS)
          .check(HealthCheckRequest.newBuilder().setService(service).build());
      return false;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode() == Code.NOT_FOUND;
    }
  }
}
