package greeter.client.load;

import java.util.List;

/**
 * What became of the calls to a service.
 *
 * @param service its name as the user reads it
 * @param latency of the answered calls: in an open loop from the time when each was due
 * @param pods in the order of their names
 */
public record ServiceLoad(String service, Counts counts, Latency latency, List<PodLoad> pods) {
  public ServiceLoad {
    pods = List.copyOf(pods);
  }
}
