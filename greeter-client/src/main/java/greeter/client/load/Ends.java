package greeter.client.load;

import greeter.client.load.ConnectionLoad.End;
import io.grpc.LongCounterMetricInstrument;
import io.grpc.MetricInstrument;
import io.grpc.MetricSink;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Hears from gRPC how connections end. It says so nowhere but in its log and in this metric, whose
 * name and labels gRPC has specified (gRFC A94): "GOAWAY" and its code, or an error of the socket.
 */
final class Ends implements MetricSink {
  private static final String METRIC = "grpc.subchannel.disconnections";
  private static final String LABEL = "grpc.disconnect_error";

  /** What this side ended itself is no event. */
  private static final String OWN = "subchannel shutdown";

  private final Consumer<End> listener;
  private volatile int measures;

  Ends(Consumer<End> listener) {
    this.listener = listener;
  }

  @Override
  public void addLongCounter(
      LongCounterMetricInstrument metric,
      long value,
      List<String> requiredLabelValues,
      List<String> optionalLabelValues) {
    if (!metric.getName().equals(METRIC)) {
      return;
    }
    String error = optionalLabelValues.get(metric.getOptionalLabelKeys().indexOf(LABEL));
    if (!error.equals(OWN)) {
      listener.accept(error.startsWith("GOAWAY") ? End.GOAWAY : End.CUT);
    }
  }

  @Override
  public Map<String, Boolean> getEnabledMetrics() {
    return Map.of(METRIC, true);
  }

  @Override
  public Set<String> getOptionalLabels() {
    return Set.of(LABEL);
  }

  @Override
  public int getMeasuresSize() {
    return measures;
  }

  @Override
  public void updateMeasures(List<MetricInstrument> instruments) {
    measures = instruments.size();
  }
}
