package greeter.bench;

import greeter.testbed.ChildProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many calls each client makes from one core, in a closed loop, as fast as a server on the
 * other answers. The clients take turns at one server, which is warm.
 */
final class Clients {
  private final Peer server;
  private final H2load h2load;
  private final List<Client> clients;
  private final int rounds;
  private final int calls;

  /**
   * A measurement.
   *
   * @param h2load warms the server up
   * @param clients the first of them is what the others are compared with
   * @param calls of a turn
   */
  Clients(Peer server, H2load h2load, List<Client> clients, int rounds, int calls) {
    this.server = server;
    this.h2load = h2load;
    this.clients = List.copyOf(clients);
    this.rounds = rounds;
    this.calls = calls;
  }

  /** What came of one shape, a series for each client. */
  record Result(Shape shape, int calls, List<Series> clients) {}

  Result run(Shape shape) throws IOException, InterruptedException {
    Map<String, List<Sample>> samples = new LinkedHashMap<>();
    try (ChildProcess process = server.start(Bench.SERVERS_CORE)) {
      String address = Peer.address(process);
      Throughput.warmUp(h2load, server, address, shape, calls);
      for (int round = 1; round <= rounds; round++) {
        for (Client client : clients) {
          System.err.printf("bench: %s, round %d of %d, %s%n", shape, round, rounds, client.name());
          samples
              .computeIfAbsent(client.name(), name -> new ArrayList<>())
              .add(client.call(address, shape, calls));
        }
      }
    }
    return new Result(
        shape,
        calls,
        samples.entrySet().stream().map(e -> new Series(e.getKey(), e.getValue())).toList());
  }
}
