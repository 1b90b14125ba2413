package greeter.client.load;

import greeter.client.connect.Connector;
import greeter.client.connect.Loops;
import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ClientStreamTracer;
import io.grpc.ClientTransportFilter;
import io.grpc.InternalManagedChannelBuilder;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** One of the channels that share the calls, and what all its calls have in common. */
final class Lane implements AutoCloseable {
  private static final ClientStreamTracer NO_TRACER = new ClientStreamTracer() {};

  private final Time time;
  private final Records records;
  private final ManagedChannel channel;
  private final long deadlineNanos;
  private volatile boolean closed;

  /**
   * A lane; it connects at its first call.
   *
   * @param number from 0
   */
  Lane(
      int number,
      Connector connector,
      Plan plan,
      Loops loops,
      int loop,
      Records records,
      Time time) {
    this.time = time;
    this.records = records;
    this.deadlineNanos = plan.deadline().toNanos();
    this.channel =
        connector.connect(
            builder -> {
              loops.use(loop, connector.target(), builder);
              builder.directExecutor().addTransportFilter(new Carriers(number));
              InternalManagedChannelBuilder.addMetricSink(
                  builder, new Ends(end -> records.counted().ended(number, time.nanos(), end)));
              retry(plan, builder);
            });
  }

  private static void retry(Plan plan, ManagedChannelBuilder<?> builder) {
    if (plan.raw()) {
      builder.disableRetry();
    }
    plan.retries()
        .ifPresent(
            attempts ->
                builder
                    .maxRetryAttempts(attempts)
                    .defaultServiceConfig(Map.of("methodConfig", List.of(methodConfig(attempts)))));
  }

  private static Map<String, ?> methodConfig(int attempts) {
    return Map.of(
        "name",
        List.of(Map.of()),
        "retryPolicy",
        Map.of(
            "maxAttempts",
            (double) attempts,
            "initialBackoff",
            "0.01s",
            "maxBackoff",
            "1s",
            "backoffMultiplier",
            2.0,
            "retryableStatusCodes",
            List.of("UNAVAILABLE")));
  }

  ManagedChannel channel() {
    return channel;
  }

  Records records() {
    return records;
  }

  Time time() {
    return time;
  }

  /** Of a call that is sent now. */
  CallOptions options(int work) {
    return CallOptions.DEFAULT
        .withDeadlineAfter(deadlineNanos, TimeUnit.NANOSECONDS)
        .withStreamTracerFactory(new Attempts(work));
  }

  /** Whether the calls that are left end by this client, and by nobody else. */
  boolean isClosed() {
    return closed;
  }

  /** Ends the calls that are left, and the connections. */
  @Override
  public void close() {
    closed = true;
    channel.shutdownNow();
  }

  /** Puts each connection where its calls find it. */
  private final class Carriers extends ClientTransportFilter {
    private final int number;

    Carriers(int number) {
      this.number = number;
    }

    @Override
    public Attributes transportReady(Attributes attributes) {
      return attributes.toBuilder()
          .set(Carrier.KEY, records.counted().opened(number, time.nanos()))
          .build();
    }

    @Override
    public void transportTerminated(Attributes attributes) {
      Carrier carrier = attributes.get(Carrier.KEY);
      if (carrier != null) { // one that was never ready
        records.counted().gone(carrier, time.nanos());
      }
    }
  }

  /**
   * Of one call, which may be sent again more than once: by gRPC, since the connection it picks may
   * be ending, and by a policy of retries.
   */
  private final class Attempts extends ClientStreamTracer.Factory {
    private final AtomicBoolean replayed = new AtomicBoolean();
    private final AtomicBoolean retried = new AtomicBoolean();
    private final int work;

    Attempts(int work) {
      this.work = work;
    }

    @Override
    public ClientStreamTracer newClientStreamTracer(
        ClientStreamTracer.StreamInfo info, Metadata headers) {
      if (info.isTransparentRetry() && replayed.compareAndSet(false, true)) {
        records.of(time.nanos()).replayed(work);
      }
      if (info.getPreviousAttempts() > 0 && retried.compareAndSet(false, true)) {
        records.of(time.nanos()).retried(work);
      }
      return NO_TRACER;
    }
  }
}
